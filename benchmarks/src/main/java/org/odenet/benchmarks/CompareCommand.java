package org.odenet.benchmarks;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.odenet.core.kernel.KernelProviders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Times odenet and its peers in alternation. */
@Command(
        name = "compare",
        description = {
            "Times odenet and its peers in alternation, after checking that they compute the same, and writes a table of"
                    + " ratios: how many times as long the peer takes.",
            "A peer that is not there is left out."
        },
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

    @Option(
            names = "--case",
            paramLabel = "NAME",
            completionCandidates = KnownCases.class,
            description =
                    "a case, or the beginning of the names of several; may be given more than once; all by default:"
                            + " ${COMPLETION-CANDIDATES}")
    private List<String> cases = List.of();

    @Option(
            names = "--peer",
            paramLabel = "NAME",
            completionCandidates = KnownPeers.class,
            description = "a peer; may be given more than once; all by default: ${COMPLETION-CANDIDATES}")
    private List<String> peers = List.of();

    @Option(names = "--quick", description = "short measurements, for a first impression")
    private boolean quick;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            defaultValue = "benchmarks/target/comparison.csv",
            description = "where the table goes; ${DEFAULT-VALUE} by default")
    private Path csv;

    @Option(names = "--libtorch", paramLabel = "JAR", description = "the libtorch peer")
    private Path libtorch;

    @Option(names = "--torchdiffeq", paramLabel = "DIR", description = "the folder that holds the package torchdiffeq")
    private Path torchdiffeq;

    @Option(
            names = "--python",
            paramLabel = "FILE",
            defaultValue = "/usr/bin/python3",
            description = "a Python that has PyTorch; ${DEFAULT-VALUE} by default, Debian's")
    private Path python;

    @Option(names = "--peer-script", paramLabel = "FILE", description = "the Python peer")
    private Path script;

    @Spec
    private CommandSpec spec;

    /** For the help. */
    static final class KnownCases implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Cases.names().iterator();
        }
    }

    /** For the help. */
    static final class KnownPeers implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Cases.peers().iterator();
        }
    }

    @Override
    public Integer call() {
        List<Case> selected = selectCases();
        Set<String> allowed = new TreeSet<>(selectPeers());
        Measurement measurement = quick ? Measurement.QUICK : Measurement.FULL;
        PrintWriter out = spec.commandLine().getOut();
        Results results = new Results();
        out.println("kernels: " + KernelProviders.select().name());
        try (Peers processes = new Peers(new Peers.Places(libtorch, python, script, torchdiffeq))) {
            Set<String> absent = reportAbsent(selected, allowed, processes, out);
            out.print(Results.heading());
            out.flush();
            for (Case one : selected) {
                for (String peer : one.peers()) {
                    if (allowed.contains(peer) && !absent.contains(peer)) {
                        compare(one, peer, processes, measurement, results, out);
                    }
                }
            }
            processes.descriptions().forEach(out::println);
        }
        results.writeCsv(csv);
        out.println("wrote " + csv);
        out.flush();
        return 0;
    }

    private static void compare(
            Case one, String peer, Peers processes, Measurement measurement, Results results, PrintWriter out) {
        try (Contest contest = one.prepare(peer, processes)) {
            Results.Row row = new Results.Row(one.name(), peer, measurement.time(contest), contest.remark());
            results.add(row);
            out.print(Results.line(row));
            out.flush();
        }
    }

    private static Set<String> reportAbsent(
            List<Case> selected, Set<String> allowed, Peers processes, PrintWriter out) {
        Set<String> absent = new TreeSet<>();
        for (Case one : selected) {
            for (String peer : one.peers()) {
                String obstacle = processes.obstacle(peer);
                if (obstacle != null && allowed.contains(peer) && absent.add(peer)) {
                    out.println("without the peer " + peer + ": " + obstacle);
                }
            }
        }
        return absent;
    }

    private List<Case> selectCases() {
        if (cases.isEmpty()) {
            return Cases.ALL;
        }
        List<Case> selected = new ArrayList<>();
        for (String name : cases) {
            List<Case> found = Cases.ALL.stream()
                    .filter(one -> one.name().startsWith(name))
                    .toList();
            if (found.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "no case begins with '" + name + "'; there are " + Cases.names());
            }
            selected.addAll(found);
        }
        return selected;
    }

    private List<String> selectPeers() {
        for (String peer : peers) {
            if (!Cases.peers().contains(peer)) {
                throw new ParameterException(
                        spec.commandLine(), "there is no peer '" + peer + "'; there are " + Cases.peers());
            }
        }
        return peers.isEmpty() ? Cases.peers() : peers;
    }
}
