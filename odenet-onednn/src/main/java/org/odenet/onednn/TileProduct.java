package org.odenet.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;

/**
 * Products {@code [rows, depth] [depth, columns]} of matrices, one for each of some planes. Either the rows of the first matrix
 * and of the result are transformed tiles, or, transposed, those of both factors.
 *
 * @param planes the number of planes
 * @param transposed whether the first matrix lies in memory as {@code [depth, rows]}
 * @param adding whether the products are added to what is there
 */
record TileProduct(int planes, long rows, long depth, long columns, boolean transposed, boolean adding) {

    /** Convolves some tiles with a weight. */
    static TileProduct ofTiles(int planes, long tiles, long in, long out) {
        return new TileProduct(planes, tiles, in, out, false, false);
    }

    /** Sums the products of two transforms of some tiles. */
    static TileProduct ofGradient(int planes, long out, long tiles, long in, boolean adding) {
        return new TileProduct(planes, out, tiles, in, true, adding);
    }

    /** Planes a power of two apart would compete for the same places in the caches. */
    private static final int GAP = 16;

    /** The floats from one plane of a matrix to the next. */
    static int plane(long rows, long columns) {
        return Math.toIntExact(rows * columns + GAP);
    }

    /** The bytes of the planes of a matrix. */
    static long bytes(int planes, long rows, long columns) {
        return (long) planes * plane(rows, columns) * Float.BYTES;
    }

    memory.desc first() {
        return transposed
                ? Descriptors.strided(shape(rows, depth), new long[] {plane(depth, rows), 1, rows})
                : matrices(rows, depth);
    }

    memory.desc second() {
        return matrices(depth, columns);
    }

    memory.desc result() {
        return matrices(rows, columns);
    }

    private memory.desc matrices(long rows, long columns) {
        return Descriptors.strided(shape(rows, columns), new long[] {plane(rows, columns), columns, 1});
    }

    private long[] shape(long rows, long columns) {
        return new long[] {planes, rows, columns};
    }

    /** A primitive, which any number of threads may run, with the scratch that each run needs. */
    record Prepared(primitive primitive, memory.desc scratch) {}

    /** Makes the primitive. */
    Prepared prepare() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_scratchpad_mode(dnnl_scratchpad_mode_user);
        if (adding) {
            post_ops sum = new post_ops();
            sum.append_sum();
            attributes.set_post_ops(sum);
        }
        matmul.primitive_desc description =
                new matmul.primitive_desc(NativeThread.ENGINE, first(), second(), result(), attributes, false);
        return new Prepared(new matmul(description), description.scratchpad_desc());
    }
}
