package org.odenet.core.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.kernel.Nd4jKernels;
import org.odenet.core.kernel.Window2d;
import org.odenet.core.ode.DifferentiableDivision;
import org.odenet.core.ode.Linearization;
import org.odenet.core.state.VectorSpace;

class LayerDivisionTest {

    // In double a piece has two such samples.
    private static final long[] SHAPE = {7, 4, 100, 100};

    private static final Layer LAYER = Sequential.of(
            new GroupNorm(4, 2, 1e-5).withRelu(),
            new TimeConv2d(4, 4, new Window2d(3, 1, 1)),
            new GroupNorm(4, 2, 1e-5));

    private final Parameters parameters = Parameters.initialize(LAYER, DataType.DOUBLE, 4);
    private final List<AutoCloseable> opened = new ArrayList<>();

    private LayerContext context(Layer layer, Kernels kernels) {
        Parameters values = layer == LAYER ? parameters : Parameters.initialize(layer, DataType.DOUBLE, 4);
        ArrayPool pool = new ArrayPool(kernels);
        LayerContext context = LayerContext.recording(values, pool);
        opened.addAll(List.of(context, pool, values));
        return context;
    }

    private LayerFunction function(Kernels kernels) {
        return new LayerFunction(LAYER, context(LAYER, kernels));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private static INDArray random(Kernels kernels) {
        return kernels.create(DataType.DOUBLE, SHAPE).assign(Nd4j.randn(DataType.DOUBLE, SHAPE));
    }

    @Test
    void piecesTogetherAreTheWhole() {
        Kernels kernels = KernelsInParts.of(2);
        LayerFunction function = function(kernels);
        INDArray y = random(kernels);
        INDArray cotangent = random(kernels);
        INDArray whole = kernels.create(DataType.DOUBLE, SHAPE);
        INDArray wholeBack = kernels.create(DataType.DOUBLE, SHAPE);
        INDArray wholeGradient = Nd4j.ones(DataType.DOUBLE, parameters.count());
        // The first also takes what all share.
        function.linearize(0.3, y, whole).close();
        long bytes;
        try (Linearization<INDArray> linearization = function.linearize(0.3, y, whole)) {
            linearization.vjp(cotangent, wholeBack, wholeGradient);
            bytes = linearization.bytes();
        }
        DifferentiableDivision<INDArray> division = function.division(function.space(y));
        assertThat(division.pieces()).isEqualTo(4);
        INDArray evaluated = kernels.create(DataType.DOUBLE, SHAPE);
        INDArray linearized = kernels.create(DataType.DOUBLE, SHAPE);
        INDArray back = kernels.create(DataType.DOUBLE, SHAPE);
        INDArray gradient = Nd4j.ones(DataType.DOUBLE, parameters.count());
        List<Linearization<INDArray>> ofPieces = new ArrayList<>(Collections.nCopies(4, null));

        List<INDArray> from = division.piecesOf(y);
        List<INDArray> to = division.piecesOf(evaluated);
        List<INDArray> toToo = division.piecesOf(linearized);
        division.forEach(piece -> {
            division.function(piece).evaluate(0.3, from.get(piece), to.get(piece));
            ofPieces.set(piece, division.function(piece).linearize(0.3, from.get(piece), toToo.get(piece)));
        });
        List<INDArray> fromBack = division.piecesOf(cotangent);
        List<INDArray> toBack = division.piecesOf(back);
        division.forEach(
                gradient, (piece, own) -> ofPieces.get(piece).vjp(fromBack.get(piece), toBack.get(piece), own));
        assertThat(ofPieces.stream().mapToLong(Linearization::bytes).sum()).isEqualTo(bytes);
        ofPieces.forEach(Linearization::close);

        assertThat(evaluated).isEqualTo(whole);
        assertThat(linearized).isEqualTo(whole);
        assertThat(back).isEqualTo(wholeBack);
        assertThat(gradient).isEqualTo(wholeGradient);
    }

    @Test
    void spacesOfPiecesMakeUpTheWhole() {
        Kernels kernels = KernelsInParts.of(2);
        LayerFunction function = function(kernels);
        INDArray y = random(kernels);
        try (VectorSpace<INDArray> space = function.space(y)) {
            DifferentiableDivision<INDArray> division = function.division(space);
            INDArray sum = space.create();
            List<INDArray> out = division.piecesOf(sum);
            List<INDArray> in = division.piecesOf(y);

            long components = 0;
            for (int piece = 0; piece < division.pieces(); piece++) {
                components += division.space(piece).dimension();
                division.space(piece).combine(out.get(piece), in.get(piece), new double[] {2}, List.of(in.get(piece)));
            }

            assertThat(components).isEqualTo(space.dimension());
            assertThat(sum).isEqualTo(y.mul(3));
            space.release(sum);
        }
    }

    @Test
    void theActivationsOfAllPiecesAreGivenBack() {
        Kernels kernels = KernelsInParts.of(2);
        LayerContext context = context(LAYER, kernels);
        LayerFunction function = new LayerFunction(LAYER, context);
        INDArray y = random(kernels);
        DifferentiableDivision<INDArray> division = function.division(function.space(y));
        List<Linearization<INDArray>> ofPieces = new ArrayList<>(Collections.nCopies(4, null));
        List<INDArray> from = division.piecesOf(y);
        List<INDArray> to = division.piecesOf(random(kernels));
        division.forEach(piece -> division.function(piece)
                .linearize(0, from.get(piece), to.get(piece))
                .close());
        long ofAll = context.pool().lentBytes();
        division.forEach(
                piece -> ofPieces.set(piece, division.function(piece).linearize(0, from.get(piece), to.get(piece))));
        assertThat(context.pool().lentBytes()).isGreaterThan(ofAll);

        ofPieces.forEach(Linearization::close);

        assertThat(context.pool().lentBytes()).isEqualTo(ofAll);
    }

    @Test
    void aFailureInAPieceReachesTheCaller() {
        LayerFunction function = function(KernelsInParts.of(2));
        DifferentiableDivision<INDArray> division = function.division(function.space(random(new Nd4jKernels())));

        assertThatThrownBy(() -> division.forEach(piece -> {
                    if (piece == 3) {
                        throw new IllegalStateException("in piece 3");
                    }
                }))
                .hasMessage("in piece 3");
    }

    @Test
    void isWholeWhereKernelsDoNotShareOutBatches() {
        LayerFunction function = function(new Nd4jKernels());
        DifferentiableDivision<INDArray> division = function.division(function.space(random(new Nd4jKernels())));

        assertThat(division.pieces()).isEqualTo(1);
        assertThat(division.function(0)).isSameAs(function);
    }

    @Test
    void isWholeWhereTheLayerMixesSamples() {
        Layer mixing = Sequential.of(new BatchNorm(4), new TimeConv2d(4, 4, new Window2d(3, 1, 1)));
        LayerFunction function = new LayerFunction(mixing, context(mixing, KernelsInParts.of(2)));

        assertThat(function.division(function.space(random(new Nd4jKernels()))).pieces())
                .isEqualTo(1);
    }

    @Test
    void isWholeInASpaceThatHasNoPieces() {
        LayerFunction function = function(KernelsInParts.of(2));
        INDArray y = random(new Nd4jKernels());
        INDArray tolerances = y.mul(0).addi(1e-3);
        VectorSpace<INDArray> ofComponents = function.space(y).withTolerances(tolerances, tolerances);

        assertThat(function.division(ofComponents).pieces()).isEqualTo(1);
        assertThat(function.division(ofComponents).space(0)).isSameAs(ofComponents);
    }
}
