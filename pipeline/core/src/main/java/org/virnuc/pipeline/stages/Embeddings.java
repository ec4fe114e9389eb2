package org.virnuc.pipeline.stages;

/** The vectors of both encoders for the same frames: the input of merging. */
public record Embeddings(EmbeddingShards dna, EmbeddingShards protein) {}
