package org.odenet.core.nn;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.tensor.Tensors;

/** How a batch is cut: into a part for each thread, and each part into pieces. For one thread at a time. */
final class BatchPieces {

    /** So many tensors' pieces are remembered: a solve has some ten states, and takes them again and again. */
    private static final int REMEMBERED = 64;

    /** Samples {@code from} to {@code to - 1}. */
    private record Range(long from, long to) {}

    private final long samples;
    private final List<Range> pieces = new ArrayList<>();
    /** For each part the number of its first piece, and last the number of pieces. */
    private final int[] firsts;

    private final Map<INDArray, List<INDArray>> remembered = new IdentityHashMap<>();

    BatchPieces(long samples, int parts, long samplesPerPiece) {
        this.samples = samples;
        this.firsts = new int[parts + 1];
        for (int part = 0; part < parts; part++) {
            add(samples * part / parts, samples * (part + 1) / parts, samplesPerPiece);
            firsts[part + 1] = pieces.size();
        }
    }

    private void add(long begin, long end, long samplesPerPiece) {
        long count = (end - begin + samplesPerPiece - 1) / samplesPerPiece;
        for (long i = 0; i < count; i++) {
            pieces.add(new Range(begin + (end - begin) * i / count, begin + (end - begin) * (i + 1) / count));
        }
    }

    /** The number of parts. */
    int parts() {
        return firsts.length - 1;
    }

    /** The number of pieces of all parts. */
    int count() {
        return pieces.size();
    }

    /** The first piece of a part; that of the part after the last is the number of pieces. */
    int firstOf(int part) {
        return firsts[part];
    }

    /** The number of samples. */
    long samples() {
        return samples;
    }

    /** The times of the samples in a piece. */
    Times timesOf(int piece, Times times) {
        Range range = pieces.get(piece);
        return times.part(range.from(), range.to());
    }

    /** The pieces of a tensor, as views. To make them takes ND4J as long as a small convolution. */
    List<INDArray> of(INDArray batch) {
        if (remembered.size() >= REMEMBERED) {
            remembered.clear();
        }
        return remembered.computeIfAbsent(
                batch, key -> pieces.stream().map(range -> view(batch, range)).toList());
    }

    private INDArray view(INDArray batch, Range range) {
        boolean whole = range.from() == 0 && range.to() == samples;
        return whole ? batch : Tensors.samples(batch, range.from(), range.to());
    }
}
