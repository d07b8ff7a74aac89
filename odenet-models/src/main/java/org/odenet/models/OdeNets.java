package org.odenet.models;

/** Builds the networks of the paper. */
public final class OdeNets {

    private OdeNets() {}

    /**
     * A residual network: downsampling, six pre-activation residual blocks, classifier.
     *
     * @param config the sizes and methods
     * @return the network with its first weights
     */
    public static ImageClassifier resNet(OdeNetConfig config) {
        return build(Architecture.RES_NET, config);
    }

    /**
     * A network whose residual blocks became one ODE block.
     *
     * @param config the sizes and methods
     * @return the network with its first weights
     */
    public static ImageClassifier resOde(OdeNetConfig config) {
        return build(Architecture.RES_ODE, config);
    }

    /**
     * A network that is almost only an ODE block: one strided convolution before it, the classifier after it.
     *
     * @param config the sizes and methods
     * @return the network with its first weights
     */
    public static ImageClassifier odeOnly(OdeNetConfig config) {
        return build(Architecture.ODE_ONLY, config);
    }

    /**
     * Any of the networks.
     *
     * @param architecture which
     * @param config the sizes and methods
     * @return the network with its first weights
     */
    public static ImageClassifier build(Architecture architecture, OdeNetConfig config) {
        return ImageClassifier.create(architecture, config);
    }
}
