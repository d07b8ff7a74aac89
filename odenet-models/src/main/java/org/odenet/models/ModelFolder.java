package org.odenet.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.nn.Layer;
import org.odenet.core.nn.ParameterLayout;
import org.odenet.core.nn.Parameters;
import org.odenet.models.io.Json;
import org.odenet.models.io.JsonFileException;
import org.odenet.models.io.Provenance;
import org.odenet.models.io.Safetensors;
import org.odenet.models.io.TensorFile;

/** A network in a folder: its architecture in {@code model.json}, its weights in {@code weights.safetensors}. */
final class ModelFolder {

    private static final String MODEL = "model.json";
    private static final String WEIGHTS = "weights.safetensors";

    /**
     * The content of the model file.
     *
     * @param network the architecture, sizes and methods
     * @param provenance the run that saved it
     */
    record ModelFile(ModelDescription network, Provenance provenance) {

        ModelFile {
            Objects.requireNonNull(network, "network is null; describe the network");
        }
    }

    private ModelFolder() {}

    static void save(ImageClassifier classifier, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": the folder cannot be made (" + e + "); check the path", e);
        }
        ModelDescription network = ModelDescription.of(classifier);
        Safetensors.write(folder.resolve(WEIGHTS), Weights.of(classifier.parameters()), Map.of("format", "pt"));
        Provenance provenance = Provenance.capture(classifier.config().seed(), Map.of());
        Json.write(folder.resolve(MODEL), new ModelFile(network, provenance));
    }

    static ImageClassifier load(Path folder) {
        Path file = folder.resolve(MODEL);
        ModelDescription network = Json.read(file, ModelFile.class).network();
        try {
            Architecture architecture = Architecture.byName(network.architecture());
            return load(folder.resolve(WEIGHTS), architecture, network.toConfig());
        } catch (IllegalArgumentException e) {
            throw new JsonFileException(file, "field network: ", e.getMessage(), "correct the file", e);
        }
    }

    /** Takes memory only for weights that the file really holds. */
    private static ImageClassifier load(Path weights, Architecture architecture, OdeNetConfig config) {
        Layer layers = NetworkLayers.network(architecture, config);
        ParameterLayout layout = ParameterLayout.of(layers);
        try (TensorFile file = Safetensors.read(weights)) {
            Map<String, INDArray> tensors = file.tensors();
            Weights.requireFit(weights, tensors, layout);
            boolean exact = tensors.values().stream().anyMatch(tensor -> tensor.dataType() == DataType.DOUBLE);
            INDArray flat = Nd4j.create(exact ? DataType.DOUBLE : DataType.FLOAT, layout.length());
            Parameters parameters = new Parameters(layout, flat);
            Weights.copy(weights, tensors, parameters);
            return new ImageClassifier(architecture, config, layers, parameters);
        }
    }
}
