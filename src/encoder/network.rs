//! The network: its inputs and outputs, and a run on the tokens of one text.

use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use rten::{Dimension, Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value, ValueOrView, ValueView};

use super::EncoderError;
use super::reader::{Input, ReaderNodes};

/// The names of the outputs for a text's vector and for its tokens' vectors, which differ between export programs.
const EMBEDDING: [&str; 2] = ["embedding", "sentence_embedding"];
const TOKENS: [&str; 2] = ["token_embeddings", "last_hidden_state"];

/// A network that encodes sentences.
pub struct Network {
    model: Model,
    ids: NodeId,
    mask: Option<NodeId>,
    types: Option<NodeId>,
    tokens: NodeId,
    embedding: Option<NodeId>,
    reader: Option<ReaderNodes>,
    dimension: usize,
    /// Thread pools that no run is using.
    idle: Mutex<Vec<Arc<ThreadPool>>>,
}

/// Reads a built-in network without copying it.
pub fn read_static(bytes: &'static [u8]) -> Result<Model, Box<dyn Error + Send + Sync>> {
    Ok(options().load_static_slice(bytes)?)
}

/// Reads a network.
pub fn read(bytes: Vec<u8>) -> Result<Model, Box<dyn Error + Send + Sync>> {
    Ok(options().load(bytes)?)
}

/// Lays the weights out in the order in which matrix products read them. It doubles their memory, and makes a question
/// several times as fast.
fn options() -> ModelOptions {
    let mut options = ModelOptions::with_all_ops();
    options.prepack_weights(true);
    options
}

impl Network {
    /// Finds the inputs and outputs of a model.
    pub fn new(model: Model) -> Result<Self, EncoderError> {
        let named = |nodes: &[NodeId], names: &[&str]| {
            let with = |name: &&str| nodes.iter().copied().find(|&node| has_name(&model, node, name));
            names.iter().find_map(with)
        };
        let lacks = |what: &str| EncoderError::Interface(format!("the model has no {what}"));
        let (inputs, outputs) = (model.input_ids(), model.output_ids());
        let ids = named(inputs, &["input_ids"]).ok_or_else(|| lacks("input `input_ids`"))?;
        let mask = named(inputs, &["attention_mask"]);
        let types = named(inputs, &["token_type_ids"]);
        let reader = ReaderNodes::of(&model);
        let of_reader = reader.map(|reader| [reader.types, reader.question, reader.sentences]);
        let is_known = |node: &NodeId| {
            [Some(ids), mask, types].contains(&Some(*node)) || of_reader.is_some_and(|nodes| nodes.contains(node))
        };
        if let Some(&other) = inputs.iter().find(|node| !is_known(node)) {
            let name = model.node_info(other).and_then(|node| node.name()).unwrap_or_default();
            let message = format!("the model has an input `{name}`, for which there is nothing to give");
            return Err(EncoderError::Interface(message));
        }
        let tokens =
            named(outputs, &TOKENS).ok_or_else(|| lacks("output `token_embeddings` or `last_hidden_state`"))?;
        let embedding = named(outputs, &EMBEDDING);
        let dimension = declared_dimension(&model, tokens);
        let mut network = Self {
            ids,
            mask,
            types,
            tokens,
            embedding,
            reader,
            dimension: dimension.unwrap_or_default(),
            model,
            idle: Mutex::default(),
        };
        if dimension.is_none() {
            network.dimension = network.tried_dimension()?;
        }
        Ok(network)
    }

    /// The length of a vector.
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// Runs the network on a text's tokens, including marks. Returns a unit vector for each token, row-major, and one
    /// for the whole text.
    pub fn run(&self, ids: &[i32]) -> Result<(Vec<f32>, Vec<f32>), EncoderError> {
        let (rows, embedding) = self.encoded(ids)?;
        let shape = [1, ids.len(), self.dimension];
        let (found, mut rows) = numbers::<3>(rows)?;
        if found != shape {
            return Err(EncoderError::Output(format!(
                "tokens of shape {found:?} instead of {shape:?}"
            )));
        }
        let mut embedding = match embedding.map(numbers::<2>).transpose()? {
            Some((found, embedding)) if found == [1, self.dimension] => embedding,
            Some((found, _)) => {
                let message = format!("a text of shape {found:?} instead of [1, {}]", self.dimension);
                return Err(EncoderError::Output(message));
            }
            None => sum(&rows, self.dimension),
        };
        to_unit(&mut embedding);
        rows.chunks_exact_mut(self.dimension.max(1)).for_each(to_unit);
        Ok((rows, embedding))
    }

    /// True if the model includes a reader.
    pub fn has_reader(&self) -> bool {
        self.reader.is_some()
    }

    /// Returns for each sentence of a window its log-odds against none of them answering. Empty without a reader.
    pub fn read(&self, input: &Input) -> Result<Vec<f32>, EncoderError> {
        let Some(reader) = self.reader else {
            return Ok(Vec::new());
        };
        let tokens = input.ids.len();
        let sentences = input.sentences.len() / tokens.max(1);
        let inputs = [
            row(&input.ids).map(|value| (self.ids, value)),
            row(&input.types).map(|value| (reader.types, value)),
            view(&[1, tokens], &input.question).map(|value| (reader.question, value)),
            view(&[1, sentences, tokens], &input.sentences).map(|value| (reader.sentences, value)),
        ];
        let mut values = self.outputs(inputs.into_iter().flatten().collect(), &[reader.scores])?;
        let scores = values.pop().ok_or_else(nothing)?;
        Ok(numbers::<2>(scores)?.1)
    }

    fn encoded(&self, ids: &[i32]) -> Result<(Value, Option<Value>), EncoderError> {
        let mask = vec![1; ids.len()];
        let types = vec![0; ids.len()];
        let inputs = [
            (Some(self.ids), ids),
            (self.mask, mask.as_slice()),
            (self.types, types.as_slice()),
        ];
        let inputs = inputs
            .into_iter()
            .filter_map(|(node, values)| Some((node?, row(values)?)))
            .collect();
        let wanted: Vec<NodeId> = [self.tokens].into_iter().chain(self.embedding).collect();
        let mut values = self.outputs(inputs, &wanted)?.into_iter();
        Ok((values.next().ok_or_else(nothing)?, values.next()))
    }

    fn outputs(&self, inputs: Vec<(NodeId, ValueOrView<'_>)>, wanted: &[NodeId]) -> Result<Vec<Value>, EncoderError> {
        let thread = self.thread();
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&thread)));
        let values = self.model.run(inputs, wanted, Some(options));
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        values.map_err(|source| EncoderError::Run(source.into()))
    }

    /// Takes a thread for one text alone. The products of so small a network are too short for several threads to share
    /// one, and texts that shared a thread would wait for one another.
    fn thread(&self) -> Arc<ThreadPool> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(1)))
    }

    /// Runs a model that does not declare its dimension, and returns the dimension of the output.
    fn tried_dimension(&self) -> Result<usize, EncoderError> {
        let (rows, _) = self.encoded(&[0])?;
        let ([_, _, dimension], _) = numbers::<3>(rows)?;
        Ok(dimension)
    }
}

fn has_name(model: &Model, node: NodeId, name: &str) -> bool {
    model.node_info(node).is_some_and(|node| node.name() == Some(name))
}

fn declared_dimension(model: &Model, tokens: NodeId) -> Option<usize> {
    match model.node_info(tokens)?.shape()?.last()? {
        Dimension::Fixed(dimension) => Some(*dimension),
        Dimension::Symbolic(_) => None,
    }
}

/// Makes a batch of one row.
fn row(values: &[i32]) -> Option<ValueOrView<'_>> {
    let view = ValueView::from_shape([1, values.len()], values);
    view.ok().map(ValueOrView::from)
}

fn view<'a, const N: usize>(shape: &[usize; N], values: &'a [f32]) -> Option<ValueOrView<'a>> {
    let view = ValueView::from_shape(*shape, values);
    view.ok().map(ValueOrView::from)
}

fn nothing() -> EncoderError {
    EncoderError::Output("nothing".to_owned())
}

fn numbers<const N: usize>(value: Value) -> Result<([usize; N], Vec<f32>), EncoderError> {
    let kind = value.dtype();
    let wrong = |_| EncoderError::Output(format!("{kind:?} instead of floating-point numbers of {N} dimensions"));
    value.into_shape_vec::<f32, N>().map_err(wrong)
}

/// The sum of the rows: the mean, except for the length, which becomes 1 anyway.
pub fn sum(rows: &[f32], dimension: usize) -> Vec<f32> {
    let mut sum = vec![0.0; dimension];
    for row in rows.chunks_exact(dimension.max(1)) {
        for (sum, value) in sum.iter_mut().zip(row) {
            *sum += value;
        }
    }
    sum
}

/// Scales a vector to length 1. A vector of zeros stays as it is.
pub fn to_unit(vector: &mut [f32]) {
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        for value in vector {
            *value /= length;
        }
    }
}
