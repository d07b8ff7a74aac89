package org.odenet.benchmarks;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Convolution;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.kernel.Window2d;

/**
 * A 3×3 convolution through the Kernels against oneDNN's primitives alone.
 *
 * @param shape input and output
 * @param backward whether the vector-Jacobian products are measured, else the convolution itself
 */
record ConvolutionCase(StateShape shape, boolean backward) implements Case {

    static final String ONEDNN = "onednn-alone";

    private static final Window2d WINDOW = new Window2d(3, 1, 1);

    @Override
    public String name() {
        return (backward ? "conv-backward-efficiency-" : "conv-efficiency-") + shape;
    }

    @Override
    public List<String> peers() {
        return List.of(ONEDNN);
    }

    @Override
    public Contest prepare(String peer, Peers peers) {
        Kernels kernels = KernelProviders.select();
        int channels = shape.channels();
        INDArray weight = StateShape.random(kernels, 3, channels, channels, 3, 3);
        INDArray x = shape.random(kernels, 1);
        INDArray cotangent = shape.random(kernels, 2);
        Ours ours = new Ours(kernels, weight, x, cotangent);
        // Made on a thread of its own as well: a primitive is for as many threads as OpenMP has where it is made.
        OnednnConvolution alone = CompletableFuture.supplyAsync(
                        () -> new OnednnConvolution(shape, weight, x, cotangent), work -> new Thread(work).start())
                .join();
        Agreement agreement = new Agreement(name(), peer);
        if (backward) {
            ours.backward();
            alone.backward();
            agreement.requireClose("input's cotangent", Agreement.values(ours.inputCotangent), alone.inputCotangent());
            agreement.requireClose("weight's gradient", Agreement.values(ours.weightGradient), alone.weightGradient());
            return new Contest(
                    Side.of(ours::backward, ours::close),
                    Side.of(alone::backward, alone::close).onItsOwnThread(),
                    "");
        }
        ours.forward();
        alone.forward();
        agreement.requireClose("result", Agreement.values(ours.result), alone.result());
        return new Contest(
                Side.of(ours::forward, ours::close),
                Side.of(alone::forward, alone::close).onItsOwnThread(),
                "");
    }

    /** The convolution through the Kernels. */
    private static final class Ours {

        private final Convolution convolution;
        private final INDArray weight;
        private final INDArray x;
        private final INDArray cotangent;
        private final INDArray result;
        private final INDArray inputCotangent;
        private final INDArray weightGradient;

        Ours(Kernels kernels, INDArray weight, INDArray x, INDArray cotangent) {
            this.convolution = kernels.convolution(WINDOW, weight);
            this.weight = weight;
            this.x = x;
            this.cotangent = cotangent;
            this.result = kernels.create(x.dataType(), x.shape());
            this.inputCotangent = kernels.create(x.dataType(), x.shape());
            this.weightGradient =
                    kernels.create(weight.dataType(), weight.shape()).assign(0);
        }

        void forward() {
            convolution.forward(x, null, result);
        }

        void backward() {
            convolution.backward(x, cotangent, inputCotangent, weightGradient);
        }

        void close() {
            convolution.close();
            for (INDArray tensor : new INDArray[] {weight, x, cotangent, result, inputCotangent, weightGradient}) {
                tensor.close();
            }
        }
    }
}
