//! The pseudonym under which a vote is kept.

/// The length of the salt in bytes: a key of BLAKE3.
pub(super) const SALT_BYTES: usize = 32;

/// Makes the pseudonym of one person's vote on one answer. Without the salt it reveals nothing. With the salt, a guess
/// can be tested, but two pseudonyms never show whether one person cast both votes.
pub(super) fn voter_hash(salt: &[u8; SALT_BYTES], answer: u64, user: u64) -> [u8; 32] {
    let mut vote = [0; 16];
    vote[..8].copy_from_slice(&answer.to_le_bytes());
    vote[8..].copy_from_slice(&user.to_le_bytes());
    *blake3::keyed_hash(salt, &vote).as_bytes()
}

/// Makes a random salt.
///
/// # Errors
/// The operating system's message if it has no random numbers.
pub(super) fn new_salt() -> Result<[u8; SALT_BYTES], String> {
    let mut salt = [0; SALT_BYTES];
    getrandom::fill(&mut salt).map_err(|error| error.to_string())?;
    Ok(salt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_persons_votes_on_two_answers_have_different_hashes() {
        let salt = new_salt().unwrap();
        let hash = voter_hash(&salt, 1, 42);
        assert_eq!(hash, voter_hash(&salt, 1, 42));
        assert_ne!(hash, voter_hash(&salt, 2, 42));
        assert_ne!(hash, voter_hash(&salt, 1, 43));
        assert_ne!(hash, voter_hash(&salt, 42, 1));
    }

    #[test]
    fn the_hash_depends_on_the_salt() {
        let (one, other) = (new_salt().unwrap(), new_salt().unwrap());
        assert_ne!(one, other);
        assert_ne!(voter_hash(&one, 1, 42), voter_hash(&other, 1, 42));
    }
}
