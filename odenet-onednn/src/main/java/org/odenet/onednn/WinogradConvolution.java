package org.odenet.onednn;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.onednn.TileTransforms.Addition;

/**
 * A convolution of one part of a batch, on one thread, in fewer multiplications (S. Winograd; Lavin and Gray 2016): tiles
 * are transformed such that their convolution is a product of values at each of some places, and so, over all channels, a
 * product of matrices. For a window of 3 by 3, stride 1 and padding 1.
 */
final class WinogradConvolution implements AutoCloseable {

    /** Tiles that are multiplied at a time, at least: fewer make too little use of a weight, or a gradient, once it is read. */
    private static final int TILES = 48;

    private static final Addition NOTHING = (bordered, sample) -> {};

    private final Primitives primitives;
    private final INDArray weight;
    private final int in;
    private final int out;
    private final Map<TileSizes, NativeBlock> forward = new HashMap<>();
    private final Map<TileSizes, NativeBlock> backward = new HashMap<>();
    private final Map<TileSizes, TransformedGradient> gradients = new LinkedHashMap<>();
    private final Map<TileProduct, PrimitiveCall> products = new HashMap<>();
    /** By the strides of what is added to. */
    private final Map<List<Long>, PrimitiveCall> additions = new HashMap<>();

    private final TileTransforms transforms = new TileTransforms();

    WinogradConvolution(Primitives primitives, INDArray weight) {
        this.primitives = primitives;
        this.weight = weight;
        this.out = (int) weight.size(0);
        this.in = (int) weight.size(1);
    }

    /** The sizes of tiles, by which transformed weights differ. */
    private record TileSizes(TileSize down, TileSize across) {

        static TileSizes of(TileGrid grid) {
            return new TileSizes(grid.down().size(), grid.across().size());
        }
    }

    /** Overwrites the output. */
    void forward(ConvolutionShape shape, long from, long to) {
        forward(shape, from, to, NOTHING);
    }

    /** Adds to the output. */
    void forwardAdding(ConvolutionShape shape, long from, long to) {
        TileGrid grid = TileGrid.of(shape);
        NativeFloats before = values(to, shape, out);
        forward(shape, from, to, (bordered, sample) -> grid.add(before, sample, out, bordered));
    }

    /** Overwrites the output, the same map added to each sample. */
    void forwardWithMap(ConvolutionShape shape, long from, long map, long to) {
        TileGrid grid = TileGrid.of(shape);
        NativeFloats values = values(map, shape.withBatch(1), out);
        forward(shape, from, to, (bordered, sample) -> grid.add(values, 0, out, bordered));
    }

    private void forward(ConvolutionShape shape, long from, long to, Addition addition) {
        TileGrid grid = TileGrid.of(shape);
        NativeBlock weights =
                forward.computeIfAbsent(TileSizes.of(grid), sizes -> transformedWeight(grid, WeightOrder.TAPS_IN_OUT));
        FloatBuffer source = images(from, shape, in);
        FloatBuffer target = images(to, shape, out);
        NativeThread thread = NativeThread.current();
        forEachGroup(shape, grid, Math.max(TILES, in / 4), (first, samples) -> {
            TransformedTiles factors = tiles(grid, samples, in, thread.tiles());
            transforms.input(source, first, factors);
            TransformedTiles sums = tiles(grid, samples, out, thread.products());
            multiply(factors, weights, sums);
            transforms.output(sums, addition, target, first);
        });
    }

    /** Goes back, as {@link PartConvolution#backward} does; the weight's gradient is added to what is open. */
    void backward(ConvolutionShape shape, long from, long back, long to) {
        TileGrid grid = TileGrid.of(shape);
        FloatBuffer cotangents = images(back, shape, out);
        forEachGroup(shape, grid, Math.max(TILES, from == 0 ? out / 4 : in), (first, samples) -> {
            TransformedTiles transformed =
                    tiles(grid, samples, out, NativeThread.current().products());
            transforms.outputCotangent(cotangents, first, transformed);
            if (from != 0) {
                multiplyForGradient(transformed, images(from, shape, in), first);
            }
            if (to != 0) {
                multiplyForInput(transformed, images(to, shape, in), first);
            }
        });
    }

    private void multiplyForGradient(TransformedTiles cotangents, FloatBuffer inputs, int first) {
        TileGrid grid = cotangents.grid();
        TransformedTiles factors =
                tiles(grid, cotangents.samples(), in, NativeThread.current().tiles());
        transforms.input(inputs, first, factors);
        TransformedGradient gradient =
                gradients.computeIfAbsent(TileSizes.of(grid), sizes -> new TransformedGradient(grid, in, out));
        run(
                TileProduct.ofGradient(grid.planes(), out, cotangents.tiles(), in, gradient.isOpen()),
                cotangents.memory().address(),
                factors.memory().address(),
                gradient.placeOfProducts());
    }

    private void multiplyForInput(TransformedTiles cotangents, FloatBuffer inputCotangents, int first) {
        TileGrid grid = cotangents.grid();
        NativeBlock weights =
                backward.computeIfAbsent(TileSizes.of(grid), sizes -> transformedWeight(grid, WeightOrder.TAPS_OUT_IN));
        TransformedTiles sums =
                tiles(grid, cotangents.samples(), in, NativeThread.current().tiles());
        multiply(cotangents, weights, sums);
        transforms.inputCotangent(sums, inputCotangents, first);
    }

    /** Matrices, one for each pair of points, in an order of the channels. */
    private NativeBlock transformedWeight(TileGrid grid, WeightOrder order) {
        NativeBlock transformed = new NativeBlock();
        FloatBuffer planes =
                transformed.require(TileProduct.bytes(grid.planes(), in, out)).floats();
        try (NativeBlock taps = new NativeBlock();
                PrimitiveCall reorder = new PrimitiveCall(primitives.ordering(weight.shape(), order))) {
            FloatBuffer values = taps.require(weight.length() * Float.BYTES).floats();
            reorder.with(dnnl.DNNL_ARG_FROM, Descriptors.contiguous(weight.shape()))
                    .with(dnnl.DNNL_ARG_TO, order.describe(weight.shape()))
                    .place(dnnl.DNNL_ARG_FROM, Address.of(weight))
                    .place(dnnl.DNNL_ARG_TO, taps.address())
                    .run();
            TileTransforms.weight(grid, values, in * out, planes, TileProduct.plane(in, out));
        }
        return transformed;
    }

    private static TransformedTiles tiles(TileGrid grid, int samples, int channels, NativeBlock block) {
        NativeFloats memory = block.require(TileProduct.bytes(grid.planes(), (long) samples * grid.tiles(), channels));
        return new TransformedTiles(grid, samples, channels, memory);
    }

    private void multiply(TransformedTiles factors, NativeBlock weights, TransformedTiles sums) {
        run(
                TileProduct.ofTiles(factors.grid().planes(), factors.tiles(), factors.channels(), sums.channels()),
                factors.memory().address(),
                weights.address(),
                sums.memory().address());
    }

    private static FloatBuffer images(long place, ConvolutionShape shape, int channels) {
        return values(place, shape, channels).floats();
    }

    private static NativeFloats values(long place, ConvolutionShape shape, int channels) {
        return Address.nativeFloats(place, shape.batch() * shape.height() * shape.width() * channels);
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

    private void run(TileProduct product, long first, long second, long result) {
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

    /** Turns the open gradients of transformed weights into those of the weight. */
    void transformOpenGradients() {
        openGradients().forEach(TransformedGradient::transform);
    }

    /** Adds the open gradients, once transformed; none is open any more. */
    void addOpenGradients(INDArray sum) {
        List<Long> strides = LongStream.of(sum.stride()).boxed().toList();
        openGradients().forEach(gradient -> {
            additions
                    .computeIfAbsent(strides, key -> addition(sum.stride()))
                    .place(dnnl.DNNL_ARG_FROM, gradient.placeOfTaps())
                    .place(dnnl.DNNL_ARG_TO, Address.of(sum))
                    .run();
            gradient.forget();
        });
    }

    void forgetOpenGradients() {
        openGradients().forEach(TransformedGradient::forget);
    }

    private List<TransformedGradient> openGradients() {
        return gradients.values().stream().filter(TransformedGradient::isOpen).toList();
    }

    private PrimitiveCall addition(long[] strides) {
        WeightOrder order = WeightOrder.TAPS_OUT_IN;
        return new PrimitiveCall(primitives.addition(weight.shape(), order, strides))
                .with(dnnl.DNNL_ARG_FROM, order.describe(weight.shape()))
                .with(dnnl.DNNL_ARG_TO, Descriptors.strided(weight.shape(), strides));
    }

    @Override
    public void close() {
        forward.values().forEach(NativeBlock::close);
        forward.clear();
        backward.values().forEach(NativeBlock::close);
        backward.clear();
        gradients.values().forEach(TransformedGradient::close);
        gradients.clear();
        products.values().forEach(PrimitiveCall::close);
        products.clear();
        additions.values().forEach(PrimitiveCall::close);
        additions.clear();
    }
}
