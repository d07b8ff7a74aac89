package org.odenet.core.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.ode.DifferentiableDivision;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.state.VectorSpace;

/** A layer's function cut into the pieces of a batch. A thread takes the pieces of its part, in the part's context. */
final class LayerDivision implements DifferentiableDivision<INDArray> {

    private final Kernels kernels;
    private final LayerContext context;
    private final BatchPieces pieces;
    private final PartGradients gradients;
    private final List<VectorSpace<INDArray>> spaces;
    /** Of each piece; those of one part are the same. */
    private final List<LayerFunction> functions = new ArrayList<>();

    LayerDivision(
            Layer layer,
            LayerContext context,
            BatchPieces pieces,
            PartGradients gradients,
            List<VectorSpace<INDArray>> spaces) {
        this.kernels = context.kernels();
        this.context = context;
        this.pieces = pieces;
        this.gradients = gradients;
        this.spaces = spaces;
        for (int part = 0; part < pieces.parts(); part++) {
            LayerFunction ofPart = new LayerFunction(layer, context.part(part));
            for (int piece = pieces.firstOf(part); piece < pieces.firstOf(part + 1); piece++) {
                functions.add(ofPart);
            }
        }
    }

    @Override
    public int pieces() {
        return pieces.count();
    }

    @Override
    public DifferentiableOdeFunction<INDArray> function(int piece) {
        return functions.get(piece);
    }

    @Override
    public VectorSpace<INDArray> space(int piece) {
        return spaces.get(piece);
    }

    @Override
    public List<INDArray> piecesOf(INDArray state) {
        return pieces.of(state);
    }

    @Override
    public void forEach(IntConsumer task) {
        kernels.forEachPart(pieces.parts(), part -> forEachOf(part, task));
    }

    private void forEachOf(int part, IntConsumer task) {
        for (int piece = pieces.firstOf(part); piece < pieces.firstOf(part + 1); piece++) {
            task.accept(piece);
        }
    }

    @Override
    public void forEach(INDArray parameterGradient, GradientTask<INDArray> task) {
        kernels.forEachPart(pieces.parts(), part -> {
            INDArray own = parameterGradient == null
                    ? null
                    : gradients.cleared(part, parameterGradient).flat();
            context.part(part).leavingGradientsOpen(own, () -> forEachOf(part, piece -> task.run(piece, own)));
        });
        if (parameterGradient != null) {
            gradients.addTo(parameterGradient, pieces.parts());
        }
    }
}
