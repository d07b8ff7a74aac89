package org.odenet.models;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.core.kernel.Kernels;
import org.odenet.core.nn.Layer;
import org.odenet.core.nn.OdeBlock;
import org.odenet.core.nn.ParameterLayout;
import org.odenet.core.nn.Parameters;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolver;

/**
 * A network with its weights. Its inference methods may be called from many threads, as long as nobody changes the
 * weights.
 */
public final class ImageClassifier implements AutoCloseable {

    private final Architecture architecture;
    private final OdeNetConfig config;
    private final Layer network;
    private final Parameters parameters;
    private final Kernels kernels = KernelProviders.select();

    ImageClassifier(Architecture architecture, OdeNetConfig config, Layer network, Parameters parameters) {
        this.architecture = architecture;
        this.config = config;
        this.network = network;
        this.parameters = parameters;
    }

    static ImageClassifier create(Architecture architecture, OdeNetConfig config) {
        Layer network = NetworkLayers.network(architecture, config);
        return new ImageClassifier(
                architecture, config, network, Parameters.initialize(network, DataType.FLOAT, config.seed()));
    }

    /**
     * The same network with its weights in another precision.
     *
     * @param type FLOAT or DOUBLE
     * @return a new classifier with weights of its own
     */
    public ImageClassifier copyAs(DataType type) {
        return new ImageClassifier(architecture, config, network, parameters.copyAs(type));
    }

    /**
     * Runs the network.
     *
     * @param images normalised images, {@code [batch, channels, height, width]}
     * @return the logits, {@code [batch, classes]}, to be closed by the caller
     * @throws IllegalArgumentException if the images have another shape than the network takes
     */
    public INDArray logits(INDArray images) {
        try (Predictor predictor = predictor()) {
            return predictor.logits(images);
        }
    }

    /**
     * The class of each image.
     *
     * @param images normalised images, {@code [batch, channels, height, width]}
     * @return the class with the largest logit, for each image
     * @throws IllegalArgumentException if the images have another shape than the network takes
     */
    public int[] classify(INDArray images) {
        try (Predictor predictor = predictor()) {
            return predictor.classify(images);
        }
    }

    /**
     * Prepares the network for one batch of images after another. The weights must not change meanwhile.
     *
     * @return a predictor for one thread, to be closed by the caller
     */
    public Predictor predictor() {
        return new Predictor(this);
    }

    /**
     * Saves architecture and weights into a folder, as {@code model.json} and {@code weights.safetensors}.
     *
     * @param folder the folder, made where missing
     * @throws IllegalArgumentException if a model file cannot tell the solver or the gradient method
     */
    public void save(Path folder) {
        ModelFolder.save(this, folder);
    }

    /**
     * Checks that {@link #save} can describe the network, before work is spent on it.
     *
     * @throws IllegalArgumentException if a model file cannot tell the solver or the gradient method
     */
    public void requireSavable() {
        ModelDescription.of(this);
    }

    /**
     * Loads a network from a folder.
     *
     * @param folder a folder that {@link #save} wrote
     * @return the network
     * @throws org.odenet.models.io.WeightFileException if the weights are missing, corrupt or of another network
     * @throws org.odenet.models.io.JsonFileException if the architecture is missing or corrupt
     */
    public static ImageClassifier load(Path folder) {
        return ModelFolder.load(folder);
    }

    /**
     * Memory for passes through this network.
     *
     * @return an empty pool, to be closed by the caller
     */
    public ArrayPool newPool() {
        return new ArrayPool(kernels);
    }

    /**
     * The architecture.
     *
     * @return the architecture
     */
    public Architecture architecture() {
        return architecture;
    }

    /**
     * The sizes and methods.
     *
     * @return the configuration
     */
    public OdeNetConfig config() {
        return config;
    }

    /**
     * The layers.
     *
     * @return the network
     */
    public Layer network() {
        return network;
    }

    /**
     * The weights.
     *
     * @return the parameters themselves
     */
    public Parameters parameters() {
        return parameters;
    }

    /**
     * The first part: from the image to the state.
     *
     * @return the downsampling
     */
    public Layer downsampling() {
        return network.children().get("downsample");
    }

    /**
     * The ODE block, if the network has one.
     *
     * @return the block
     */
    public Optional<OdeBlock> odeBlock() {
        return Optional.ofNullable((OdeBlock) network.children().get("odeblock"));
    }

    /**
     * The residual blocks, if the network is a ResNet.
     *
     * @return the blocks in their order; none where an ODE block takes their place
     */
    public List<Layer> residualBlocks() {
        Layer blocks = network.children().get("features");
        return blocks == null
                ? List.of()
                : List.copyOf(blocks.children().get("").children().values());
    }

    /**
     * The last part: from the state to the logits.
     *
     * @return the classifier
     */
    public Layer head() {
        return network.children().get("classifier");
    }

    /**
     * The head without its linear layer: what turns a state into features, by group norm, ReLU and global average pooling.
     *
     * @return a layer from {@code [batch, filters, height, width]} to {@code [batch, filters]}
     */
    public Layer featureLayer() {
        return NetworkLayers.features(head());
    }

    /**
     * The head's last layer: from features to logits.
     *
     * @return a layer from {@code [batch, filters]} to {@code [batch, classes]}
     */
    public Layer logitLayer() {
        return NetworkLayers.logits(head());
    }

    /**
     * The same weights in the same architecture, solved and differentiated in another way.
     *
     * @param solver the solver of the ODE block
     * @param gradient its gradient method
     * @return a classifier that shares this one's weights; closing it closes them
     */
    public ImageClassifier with(OdeSolver solver, GradientMethod gradient) {
        OdeNetConfig changed = config.withSolver(solver).withGradient(gradient);
        Layer layers = NetworkLayers.network(architecture, changed);
        Parameters shared = new Parameters(ParameterLayout.of(layers), parameters.flat());
        return new ImageClassifier(architecture, changed, layers, shared);
    }

    /** Frees the weights. */
    @Override
    public void close() {
        parameters.close();
    }
}
