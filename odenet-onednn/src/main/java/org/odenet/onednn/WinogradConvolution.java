package org.odenet.onednn;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution of one part of a batch, on one thread, in fewer multiplications (S. Winograd; Lavin and Gray 2016): tiles
 * are transformed such that their convolution is a product of values at each of some places, and so, over all channels, a
 * product of matrices. For a window of 3 by 3, stride 1 and padding 1, and tiles of one size.
 */
final class WinogradConvolution implements AutoCloseable {

    /** Tiles that are multiplied at a time, at least: fewer make too little use of a weight once it is read. */
    private static final int TILES = 32;

    /** The same for a weight's gradient, which is read and written each time. */
    private static final int TILES_FOR_GRADIENT = 64;

    private static final Addition NOTHING = (bordered, sample) -> {};

    private final Primitives primitives;
    private final TileSize size;
    private final INDArray weight;
    private final int in;
    private final int out;
    private final NativeBlock forward = new NativeBlock();
    private final NativeBlock backward = new NativeBlock();
    private final NativeBlock gradient = new NativeBlock();
    private final NativeBlock taps = new NativeBlock();
    private final Map<TileProduct, PrimitiveCall> products = new HashMap<>();
    private final TileTransforms transforms;
    private boolean forwardReady;
    private boolean backwardReady;
    private float[] image = {};

    WinogradConvolution(Primitives primitives, TileSize size, INDArray weight) {
        this.primitives = primitives;
        this.size = size;
        this.transforms = new TileTransforms(size);
        this.weight = weight;
        this.out = (int) weight.size(0);
        this.in = (int) weight.size(1);
    }

    /** Adds something to a sample of a result, which has a border. */
    @FunctionalInterface
    private interface Addition {
        void addTo(float[] bordered, int sample);
    }

    /** Overwrites the output. */
    void forward(ConvolutionShape shape, long from, long to) {
        forward(shape, from, to, NOTHING);
    }

    /** Adds to the output. */
    void forwardAdding(ConvolutionShape shape, long from, long to) {
        TileGrid grid = TileGrid.of(shape);
        ByteBuffer before = bytes(to, shape, out);
        forward(shape, from, to, (bordered, sample) -> grid.add(before, sample, out, bordered));
    }

    /** Overwrites the output, the same map added to each sample. */
    void forwardWithMap(ConvolutionShape shape, long from, long map, long to) {
        TileGrid grid = TileGrid.of(shape);
        ByteBuffer values = bytes(map, shape.withBatch(1), out);
        forward(shape, from, to, (bordered, sample) -> grid.add(values, 0, out, bordered));
    }

    private void forward(ConvolutionShape shape, long from, long to, Addition addition) {
        if (!forwardReady) {
            transformWeight(forward, false);
            forwardReady = true;
        }
        convolve(shape, from, in, forward, to, out, addition);
    }

    /** Goes back, as {@link PartConvolution#backward} does. */
    void backward(ConvolutionShape shape, long from, long back, long to) {
        if (to != 0) {
            backwardData(shape, back, to);
        }
        if (from != 0) {
            backwardWeights(shape, from, back);
        }
    }

    private void backwardData(ConvolutionShape shape, long back, long to) {
        if (!backwardReady) {
            transformWeight(backward, true);
            backwardReady = true;
        }
        convolve(shape, back, out, backward, to, in, NOTHING);
    }

    /** Makes matrices from the channels of what is convolved to those of the result. */
    private void transformWeight(NativeBlock to, boolean back) {
        WeightOrder order = back ? WeightOrder.TAPS_OUT_IN : WeightOrder.TAPS_IN_OUT;
        FloatBuffer values = tapValues();
        try (PrimitiveCall reorder = new PrimitiveCall(primitives.ordering(weight.shape(), order))) {
            reorder.with(dnnl.DNNL_ARG_FROM, Descriptors.contiguous(weight.shape()))
                    .with(dnnl.DNNL_ARG_TO, order.describe(weight.shape()))
                    .place(dnnl.DNNL_ARG_FROM, Address.of(weight))
                    .place(dnnl.DNNL_ARG_TO, taps.address())
                    .run();
        }
        FloatBuffer planes = to.require(bytes(in, out)).asFloatBuffer();
        transforms.weight(values, back, in * out, planes, TileProduct.plane(in, out));
    }

    private FloatBuffer tapValues() {
        return taps.require(weight.length() * Float.BYTES).asFloatBuffer();
    }

    private long bytes(long rows, long columns) {
        return TileProduct.bytes(size.planes(), rows, columns);
    }

    private void convolve(
            ConvolutionShape shape,
            long from,
            int depth,
            NativeBlock weights,
            long to,
            int columns,
            Addition addition) {
        TileGrid grid = TileGrid.of(shape);
        FloatBuffer source = images(from, shape, depth);
        FloatBuffer target = images(to, shape, columns);
        NativeThread thread = NativeThread.current();
        forEachGroup(shape, grid, Math.max(TILES, in / 4), (first, samples) -> {
            int tiles = samples * grid.tiles();
            ByteBuffer factors = thread.tiles().require(bytes(tiles, depth));
            transform(grid, source, first, samples, depth, factors);
            ByteBuffer sums = thread.products().require(bytes(tiles, columns));
            multiply(
                    new TileProduct(size.planes(), tiles, depth, columns, false, false),
                    thread.tiles().address(),
                    weights.address(),
                    thread.products().address());
            transformBack(grid, sums, target, first, samples, columns, addition);
        });
    }

    private static FloatBuffer images(long place, ConvolutionShape shape, int channels) {
        return bytes(place, shape, channels).asFloatBuffer();
    }

    private static ByteBuffer bytes(long place, ConvolutionShape shape, int channels) {
        return Address.bytesOfFloats(place, shape.batch() * shape.height() * shape.width() * channels);
    }

    /** What is done with some samples. */
    @FunctionalInterface
    private interface GroupTask {
        void run(int first, int samples);
    }

    private static void forEachGroup(ConvolutionShape shape, TileGrid grid, int tiles, GroupTask task) {
        int batch = (int) shape.batch();
        int most = Math.max(1, tiles / grid.tiles());
        int groups = (batch + most - 1) / most;
        for (int group = 0; group < groups; group++) {
            int first = batch * group / groups;
            task.run(first, batch * (group + 1) / groups - first);
        }
    }

    private float[] image(TileGrid grid, int channels) {
        int length = grid.borderedPixels() * channels;
        if (image.length < length) {
            image = new float[length];
        }
        return image;
    }

    private void transform(TileGrid grid, FloatBuffer from, int first, int samples, int channels, ByteBuffer to) {
        float[] values = image(grid, channels);
        int plane = TileProduct.plane((long) samples * grid.tiles(), channels) * Float.BYTES;
        for (int i = 0; i < samples; i++) {
            grid.read(from, first + i, channels, values);
            transforms.input(grid, channels, values, to, i * grid.tiles() * channels * Float.BYTES, plane);
        }
    }

    private void transformBack(
            TileGrid grid, ByteBuffer from, FloatBuffer to, int first, int samples, int channels, Addition addition) {
        float[] values = image(grid, channels);
        int plane = TileProduct.plane((long) samples * grid.tiles(), channels) * Float.BYTES;
        for (int i = 0; i < samples; i++) {
            transforms.output(grid, channels, from, i * grid.tiles() * channels * Float.BYTES, plane, values);
            addition.addTo(values, first + i);
            grid.write(values, channels, to, first + i);
        }
    }

    private void multiply(TileProduct product, long first, long second, long result) {
        products.computeIfAbsent(product, this::call)
                .place(dnnl.DNNL_ARG_SRC, first)
                .place(dnnl.DNNL_ARG_WEIGHTS, second)
                .place(dnnl.DNNL_ARG_DST, result)
                .run();
    }

    private PrimitiveCall call(TileProduct product) {
        TileProduct.Prepared prepared = primitives.product(product);
        return new PrimitiveCall(prepared.primitive())
                .with(dnnl.DNNL_ARG_SRC, product.first())
                .with(dnnl.DNNL_ARG_WEIGHTS, product.second())
                .with(dnnl.DNNL_ARG_DST, product.result())
                .withScratch(prepared.scratch());
    }

    private void backwardWeights(ConvolutionShape shape, long from, long back) {
        TileGrid grid = TileGrid.of(shape);
        FloatBuffer inputs = images(from, shape, in);
        FloatBuffer cotangents = images(back, shape, out);
        NativeThread thread = NativeThread.current();
        gradient.require(bytes(out, in));
        forEachGroup(shape, grid, Math.max(TILES_FOR_GRADIENT, in), (first, samples) -> {
            int tiles = samples * grid.tiles();
            ByteBuffer factors = thread.tiles().require(bytes(tiles, in));
            transform(grid, inputs, first, samples, in, factors);
            ByteBuffer others = thread.products().require(bytes(tiles, out));
            transformCotangent(grid, cotangents, first, samples, others);
            multiply(
                    new TileProduct(size.planes(), out, tiles, in, true, first > 0),
                    thread.products().address(),
                    thread.tiles().address(),
                    gradient.address());
        });
        FloatBuffer planes = gradient.require(bytes(out, in)).asFloatBuffer();
        transforms.weightGradient(planes, TileProduct.plane(out, in), out * in, tapValues());
    }

    private void transformCotangent(TileGrid grid, FloatBuffer from, int first, int samples, ByteBuffer to) {
        float[] values = image(grid, out);
        int plane = TileProduct.plane((long) samples * grid.tiles(), out) * Float.BYTES;
        for (int i = 0; i < samples; i++) {
            grid.read(from, first + i, out, values);
            transforms.cotangent(grid, out, values, to, i * grid.tiles() * out * Float.BYTES, plane);
        }
    }

    /** Adds the weight's gradient that {@link #backward} computed last. */
    void addWeightGradient(INDArray sum) {
        WeightOrder order = WeightOrder.TAPS_OUT_IN;
        try (PrimitiveCall addition = new PrimitiveCall(primitives.addition(weight.shape(), order, sum.stride()))) {
            addition.with(dnnl.DNNL_ARG_FROM, order.describe(weight.shape()))
                    .with(dnnl.DNNL_ARG_TO, Descriptors.strided(weight.shape(), sum.stride()))
                    .place(dnnl.DNNL_ARG_FROM, taps.address())
                    .place(dnnl.DNNL_ARG_TO, Address.of(sum))
                    .run();
        }
    }

    @Override
    public void close() {
        forward.close();
        backward.close();
        gradient.close();
        taps.close();
        products.values().forEach(PrimitiveCall::close);
        products.clear();
    }
}
