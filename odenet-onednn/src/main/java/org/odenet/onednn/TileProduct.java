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
 * @param room the number of tiles that a plane has room for
 */
record TileProduct(int planes, long rows, long depth, long columns, boolean transposed, boolean adding, long room) {

    /** Convolves some tiles with a weight. */
    static TileProduct ofTiles(int planes, long tiles, long in, long out, long room) {
        return new TileProduct(planes, tiles, in, out, false, false, room);
    }

    /** Sums the products of two transforms of some tiles. */
    static TileProduct ofGradient(int planes, long out, long tiles, long in, boolean adding, long room) {
        return new TileProduct(planes, out, tiles, in, true, adding, room);
    }

    /** Planes a power of two apart would compete for the same places in the caches. */
    private static final int GAP = 16;

    /** The floats from one plane of a matrix to the next. */
    static int plane(long rows, long columns) {
        return Math.toIntExact(rows * columns + GAP);
    }

    /** The bytes of all planes of a matrix. */
    static long bytes(long rows, long columns) {
        return place(PlaneBlock.PLANES, rows, columns);
    }

    /** Where a plane begins, in bytes. */
    static long place(int plane, long rows, long columns) {
        return (long) plane * plane(rows, columns) * Float.BYTES;
    }

    memory.desc first() {
        return transposed
                ? Descriptors.strided(shape(rows, depth), new long[] {plane(room, rows), 1, rows})
                : matrices(rows, depth, room);
    }

    memory.desc second() {
        return matrices(depth, columns, transposed ? room : depth);
    }

    memory.desc result() {
        return matrices(rows, columns, transposed ? rows : room);
    }

    private memory.desc matrices(long rows, long columns, long roomForRows) {
        return Descriptors.strided(shape(rows, columns), new long[] {plane(roomForRows, columns), columns, 1});
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
