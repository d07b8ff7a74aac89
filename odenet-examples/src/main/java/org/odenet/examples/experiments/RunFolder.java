package org.odenet.examples.experiments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.odenet.core.ode.OdeSolver;
import org.odenet.models.ImageClassifier;
import org.odenet.models.io.Json;
import org.odenet.solvers.AdaptiveSolver;
import org.odenet.solvers.sample.PerSampleSolver;

/** A folder with a trained network, as the training commands leave it. */
public final class RunFolder implements AutoCloseable {

    private static final String RUN = "run.json";

    private final Path path;
    private final ImageClassifier classifier;
    private final Map<?, ?> run;

    private RunFolder(Path path, ImageClassifier classifier, Map<?, ?> run) {
        this.path = path;
        this.classifier = classifier;
        this.run = run;
    }

    /**
     * Loads a network.
     *
     * @param path the folder
     * @return the run, to be closed by the caller
     * @throws IllegalArgumentException if there is no network in the folder
     */
    public static RunFolder open(Path path) {
        if (!Files.exists(path.resolve("model.json"))) {
            throw new IllegalArgumentException("there is no trained network in " + path
                    + ": it has no model.json; give the run folder of a training");
        }
        Map<?, ?> run = Files.exists(path.resolve(RUN)) ? Json.read(path.resolve(RUN), Map.class) : Map.of();
        return new RunFolder(path, ImageClassifier.load(path), run);
    }

    /**
     * Where it is.
     *
     * @return the folder
     */
    public Path path() {
        return path;
    }

    /**
     * The name of the folder.
     *
     * @return the last part of its path
     */
    public String name() {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    /**
     * The network.
     *
     * @return the network, closed with this
     */
    public ImageClassifier classifier() {
        return classifier;
    }

    /** An option of the training, if it is known. */
    Optional<String> option(String name) {
        Object value = run.get("options") instanceof Map<?, ?> options ? options.get(name) : null;
        return Optional.ofNullable(value).map(String::valueOf);
    }

    /** What there is to know about the training, by name. */
    Map<?, ?> provenance() {
        return run;
    }

    /** Fails where images cannot choose steps of their own; a ResNet has no steps. */
    void requireUsableSolver() {
        if (classifier.odeBlock().isPresent()) {
            solverOfEachImage();
        }
    }

    /**
     * Refuses a network whose depth is not continuous.
     *
     * @throws IllegalArgumentException if the network has no ODE block
     */
    public void requireOdeBlock() {
        if (classifier.odeBlock().isEmpty()) {
            throw new IllegalArgumentException("the network in " + path + " is a "
                    + classifier.architecture().label()
                    + ", whose depth is not continuous: it has no ODE block; give runs of res-ode or ode-only");
        }
    }

    /**
     * The network's own solver, with steps for each image by itself, which pass the end of the interval: so the evaluations
     * up to a time are those of a solve that ends there, as in the paper.
     */
    PerSampleSolver solverOfEachImage() {
        OdeSolver solver = classifier.config().solver();
        if (solver instanceof PerSampleSolver each) {
            return new PerSampleSolver(each.tableau(), each.control().withSteppingPastEnd(true));
        }
        if (solver instanceof AdaptiveSolver adaptive) {
            try {
                return adaptive.steppingPastEnd().perSample();
            } catch (UnsupportedOperationException e) {
                throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
            }
        }
        throw new IllegalArgumentException("the network in " + path + " is solved by " + solver
                + ", which chooses no steps for an image; give runs of an adaptive solver, such as dopri5");
    }

    /** Frees the network. */
    @Override
    public void close() {
        classifier.close();
    }
}
