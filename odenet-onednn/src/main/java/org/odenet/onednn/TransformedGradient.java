package org.odenet.onednn;

import java.nio.FloatBuffer;

/**
 * The gradient of a convolution's weight in Winograd's method, summed up over some calls as it is for tiles of some sizes: a
 * matrix {@code [out, in]} for each pair of points. It is open from the first call until somebody has taken it.
 */
final class TransformedGradient implements AutoCloseable {

    private final TileGrid grid;
    private final int in;
    private final int out;
    private final NativeBlock planes = new NativeBlock();
    private final NativeBlock taps = new NativeBlock();
    private boolean open;

    TransformedGradient(TileGrid grid, int in, int out) {
        this.grid = grid;
        this.in = in;
        this.out = out;
    }

    boolean isOpen() {
        return open;
    }

    /** Where the products of some tiles belong: they are added to what is there if it is open, which it is after that. */
    long placeOfProducts() {
        open = true;
        return planes().address();
    }

    private NativeFloats planes() {
        return planes.require(TileProduct.bytes(grid.planes(), out, in));
    }

    /** Turns the sum into that of the weight's taps, in the order {@link WeightOrder#TAPS_OUT_IN}. */
    void transform() {
        FloatBuffer values = taps.require((long) TileTransforms.TAPS * TileTransforms.TAPS * out * in * Float.BYTES)
                .floats();
        TileTransforms.weightGradient(grid, planes().floats(), TileProduct.plane(out, in), out * in, values);
    }

    /** Where the taps are after {@link #transform}. */
    long placeOfTaps() {
        return taps.address();
    }

    /** What was summed up is taken, or not wanted. */
    void forget() {
        open = false;
    }

    @Override
    public void close() {
        planes.close();
        taps.close();
    }
}
