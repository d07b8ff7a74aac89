package org.odenet.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The peers that are processes of their own, started when they are first needed. */
final class Peers implements AutoCloseable {

    static final String LIBTORCH = "libtorch";
    static final String TORCHDIFFEQ = "torchdiffeq";

    /**
     * Where the peers are; null for one that was not given.
     *
     * @param libtorch the jar of the libtorch peer
     * @param python the Python interpreter
     * @param script the Python peer
     * @param torchdiffeq the folder that holds the package torchdiffeq
     */
    record Places(Path libtorch, Path python, Path script, Path torchdiffeq) {}

    private final Places places;
    private final Map<String, PeerProcess> running = new LinkedHashMap<>();

    Peers(Places places) {
        this.places = places;
    }

    /** Why a peer cannot take part and how it could, or null. */
    String obstacle(String peer) {
        return switch (peer) {
            case LIBTORCH -> missing(places.libtorch())
                    ? "its jar is not there; run benchmarks/compare.sh, which builds it, or give --libtorch JAR"
                    : null;
            case TORCHDIFFEQ -> torchdiffeqObstacle();
            default -> null;
        };
    }

    private String torchdiffeqObstacle() {
        if (missing(places.torchdiffeq())) {
            return "give the folder that holds its package by --torchdiffeq DIR";
        }
        if (missing(places.torchdiffeq().resolve("torchdiffeq"))) {
            return places.torchdiffeq() + " has no folder torchdiffeq; give the folder that holds this package";
        }
        if (missing(places.script())) {
            return "its script is not there; run benchmarks/compare.sh, or give --peer-script FILE";
        }
        return missing(places.python())
                ? "there is no " + places.python() + "; install Debian's python3-torch, or give --python FILE"
                : null;
    }

    private static boolean missing(Path path) {
        return path == null || !Files.exists(path);
    }

    PeerProcess get(String peer, Waiting waiting) {
        String key = peer + ", waiting " + waiting.name().toLowerCase(Locale.ROOT);
        return running.computeIfAbsent(key, name -> new PeerProcess(peer, command(peer), waiting));
    }

    private List<String> command(String peer) {
        return switch (peer) {
            case LIBTORCH -> List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-jar",
                    places.libtorch().toString());
            case TORCHDIFFEQ -> List.of(
                    places.python().toString(),
                    places.script().toString(),
                    places.torchdiffeq().toString(),
                    // Python would count processors that a container does not give to it.
                    String.valueOf(Runtime.getRuntime().availableProcessors()));
            default -> throw new IllegalArgumentException("'" + peer + "' is not a process");
        };
    }

    /** What the running peers say that they are. */
    List<String> descriptions() {
        List<String> descriptions = new ArrayList<>();
        running.forEach((name, process) -> descriptions.add(name + ": " + process.description()));
        return descriptions;
    }

    @Override
    public void close() {
        running.values().forEach(PeerProcess::close);
    }
}
