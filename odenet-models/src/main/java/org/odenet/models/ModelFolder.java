package org.odenet.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
    record ModelFile(ModelDescription network, Provenance provenance) {}

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
        ImageClassifier classifier = build(file, network);
        Path weights = folder.resolve(WEIGHTS);
        try (TensorFile tensors = Safetensors.read(weights)) {
            Weights.copy(weights, tensors.tensors(), classifier.parameters());
            return classifier;
        } catch (RuntimeException e) {
            classifier.close();
            throw e;
        }
    }

    private static ImageClassifier build(Path file, ModelDescription network) {
        try {
            return network.toClassifier();
        } catch (IllegalArgumentException e) {
            throw new JsonFileException(file, "field network: ", e.getMessage(), "correct the file", e);
        } catch (NullPointerException e) {
            throw new JsonFileException(file, "field network: ", "a value is null", "give it one", e);
        }
    }
}
