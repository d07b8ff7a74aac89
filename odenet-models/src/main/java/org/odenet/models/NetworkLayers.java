package org.odenet.models;

import java.util.Map;
import org.odenet.core.kernel.Window2d;
import org.odenet.core.nn.Conv2d;
import org.odenet.core.nn.Dropout;
import org.odenet.core.nn.GlobalAveragePool;
import org.odenet.core.nn.GroupNorm;
import org.odenet.core.nn.InParts;
import org.odenet.core.nn.Layer;
import org.odenet.core.nn.Linear;
import org.odenet.core.nn.OdeBlock;
import org.odenet.core.nn.Residual;
import org.odenet.core.nn.Sequential;
import org.odenet.core.nn.TimeConv2d;
import org.odenet.core.ode.TimeSpan;

/**
 * The parts of the paper's networks, in the definitions of its authors. The names of layers are those of their PyTorch
 * code, so that weights trained there fit by name.
 */
final class NetworkLayers {

    private static final int STEM_FILTERS = 64;
    private static final int RESIDUAL_BLOCKS = 6;
    private static final Window2d VALID_3X3 = new Window2d(3, 1, 0);
    private static final Window2d SAME_3X3 = new Window2d(3, 1, 1);
    private static final Window2d HALVING_4X4 = new Window2d(4, 2, 1);

    private NetworkLayers() {}

    static Layer network(Architecture architecture, OdeNetConfig config) {
        Downsampling downsampling =
                config.downsampling() == null ? architecture.usualDownsampling() : config.downsampling();
        Sequential.Builder network = Sequential.builder().add("downsample", downsample(downsampling, config));
        if (architecture == Architecture.RES_NET) {
            network.add("features", InParts.of(residualBlocks(config.filters())));
        } else {
            network.add("odeblock", odeBlock(config));
        }
        return network.add("classifier", classifier(config)).build();
    }

    private static Layer downsample(Downsampling downsampling, OdeNetConfig config) {
        return Sequential.builder()
                .add(
                        "module",
                        InParts.of(
                                switch (downsampling) {
                                    case RESIDUAL -> residualDownsampling(config);
                                    case CONVOLUTION -> convolutionDownsampling(config);
                                    case ONE_SHOT -> new Conv2d(config.channels(), config.filters(), HALVING_4X4, true);
                                }))
                .build();
    }

    private static Layer residualDownsampling(OdeNetConfig config) {
        return Sequential.builder()
                .add("0", new Conv2d(config.channels(), STEM_FILTERS, VALID_3X3, true))
                .add("1", halvingBlock(STEM_FILTERS, STEM_FILTERS))
                .add("2", halvingBlock(STEM_FILTERS, config.filters()))
                .build();
    }

    private static Layer convolutionDownsampling(OdeNetConfig config) {
        return Sequential.builder()
                .add("0", new Conv2d(config.channels(), STEM_FILTERS, VALID_3X3, true))
                .add("1", GroupNorm.of(STEM_FILTERS).withRelu())
                .add("3", new Conv2d(STEM_FILTERS, STEM_FILTERS, HALVING_4X4, true))
                .add("4", GroupNorm.of(STEM_FILTERS).withRelu())
                .add("6", new Conv2d(STEM_FILTERS, config.filters(), HALVING_4X4, true))
                .build();
    }

    /** A pre-activation residual block of stride 2; its shortcut projects the activated input (He et al. 2016). */
    private static Layer halvingBlock(int in, int out) {
        Layer projection = new Conv2d(in, out, new Window2d(1, 2, 0), false);
        return Sequential.builder()
                .add("norm1", GroupNorm.of(in).withRelu())
                .add("", Residual.of(twoConvolutions(in, out, new Window2d(3, 2, 1)), "downsample", projection))
                .build();
    }

    private static Layer twoConvolutions(int in, int out, Window2d first) {
        return Sequential.builder()
                .add("conv1", new Conv2d(in, out, first, false))
                .add("norm2", GroupNorm.of(out).withRelu())
                .add("conv2", new Conv2d(out, out, SAME_3X3, false))
                .build();
    }

    private static Layer residualBlocks(int filters) {
        Sequential.Builder blocks = Sequential.builder();
        for (int i = 0; i < RESIDUAL_BLOCKS; i++) {
            Layer branch = Sequential.builder()
                    .add("norm1", GroupNorm.of(filters).withRelu())
                    .add("", twoConvolutions(filters, filters, SAME_3X3))
                    .build();
            blocks.add(String.valueOf(i), Residual.of(branch));
        }
        return blocks.build();
    }

    private static Layer odeBlock(OdeNetConfig config) {
        int filters = config.filters();
        Layer dynamics = Sequential.builder()
                .add("norm1", GroupNorm.of(filters).withRelu())
                .add("conv1", new TimeConv2d(filters, filters, SAME_3X3))
                .add("norm2", GroupNorm.of(filters).withRelu())
                .add("conv2", new TimeConv2d(filters, filters, SAME_3X3))
                .add("norm3", GroupNorm.of(filters))
                .build();
        return new OdeBlock(dynamics, config.solver(), config.gradient(), TimeSpan.of(0, 1));
    }

    private static Layer classifier(OdeNetConfig config) {
        Sequential.Builder module = Sequential.builder()
                .add("0", GroupNorm.of(config.filters()).withRelu())
                .add("2", new GlobalAveragePool());
        if (config.dropout() > 0) {
            module.add("3", new Dropout(config.dropout()));
        }
        module.add("4", new Linear(config.filters(), config.classes()));
        return Sequential.builder().add("module", module.build()).build();
    }

    /** The part of the classifier before its dropout and linear layer. */
    static Layer features(Layer classifier) {
        Map<String, Layer> module = classifier.children().get("module").children();
        return Sequential.of(module.get("0"), module.get("2"));
    }

    /** The classifier's linear layer. */
    static Layer logits(Layer classifier) {
        return classifier.children().get("module").children().get("4");
    }
}
