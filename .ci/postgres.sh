# Starts PostgreSQL for the tests, on a free port and with a folder of its own. Sourced by .ci/run.
#
# start_postgres installs it from Debian's packages if it is missing and this is root, and sets TEST_DATABASE to the
# address of an empty database. It fails if there is no PostgreSQL. stop_postgres stops it and deletes the folder.

postgres_folder=

start_postgres() {
    local bin port tries
    if ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
        [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
        # The package would start a server of its own.
        mkdir -p /etc/postgresql-common
        [ -e /etc/postgresql-common/createcluster.conf ] ||
            echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
        apt-get update -qq || true
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null || return 1
    fi
    bin=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1)
    postgres_folder=$(mktemp -d)
    # PostgreSQL refuses to run as root; its package has a user for it.
    if [ "$(id -u)" = 0 ]; then
        chown postgres "$postgres_folder"
        postgres_as=(runuser -u postgres --)
    else
        postgres_as=()
    fi
    # The tests lose nothing if the machine does; without fsync they are several times faster.
    local settings="-c listen_addresses=127.0.0.1 -c unix_socket_directories=$postgres_folder -c fsync=off -c max_connections=400"
    # pg_ctl has to be able to enter the working folder.
    cd "$postgres_folder" || return 1
    "${postgres_as[@]}" "$bin/initdb" --pgdata data --username postgres --auth trust --encoding UTF8 --locale C >/dev/null ||
        return 1
    for tries in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 30000))
        "${postgres_as[@]}" "$bin/pg_ctl" --pgdata data --log log --wait start --options "-p $port $settings" >/dev/null && break
        # Somebody else may listen at the port.
        [ "$tries" -lt 5 ] || return 1
    done
    "${postgres_as[@]}" "$bin/psql" --quiet --host 127.0.0.1 --port "$port" --username postgres --command \
        'CREATE ROLE verbatim LOGIN' --command 'CREATE DATABASE verbatim OWNER verbatim' || return 1
    cd "$OLDPWD" || return 1
    postgres_bin=$bin
    export TEST_DATABASE="postgres://verbatim@127.0.0.1:$port/verbatim"
}

stop_postgres() {
    [ -n "$postgres_folder" ] || return 0
    "${postgres_as[@]}" "$postgres_bin/pg_ctl" --pgdata "$postgres_folder/data" --mode immediate stop >/dev/null || true
    rm -rf "$postgres_folder"
}
