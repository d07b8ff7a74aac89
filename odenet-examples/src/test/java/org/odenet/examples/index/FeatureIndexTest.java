package org.odenet.examples.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.odenet.models.retrieval.ExactSearch;
import org.odenet.models.retrieval.FeatureMatrix;
import org.odenet.models.retrieval.Neighbour;

class FeatureIndexTest {

    private static final String NETWORK = "res-ode-2-abc";

    @TempDir
    private Path folder;

    @Test
    void findsTheMostSimilarWithTheirLabels() {
        try (FeatureIndex index = open()) {
            index.add("east", 1, new float[] {5, 0});
            index.addAll(List.of(
                    new IndexEntry("north", 2, new float[] {0, 2}),
                    new IndexEntry("west", 3, new float[] {-1, 0}),
                    new IndexEntry("nowhere", 4, new float[] {0, 0})));

            List<IndexHit> hits = index.search(new float[] {4, 3}, 10);

            assertThat(index.size()).isEqualTo(4);
            assertThat(hits).extracting(IndexHit::id).containsExactly("east", "north", "nowhere", "west");
            assertThat(hits).extracting(IndexHit::label).containsExactly(1, 2, 4, 3);
            double[] expected = {0.8, 0.6, 0, -0.8};
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) hits.get(i).similarity()).isCloseTo(expected[i], within(1e-6));
            }
            assertThat(index.search(new float[] {4, 3}, 1)).containsExactly(hits.get(0));
            assertThat(index.search(new float[] {4, 3}, 1, 1)).containsExactly(hits.get(0));
            assertThat(index.searchExactly(new float[] {4, 3}, 10)).isEqualTo(hits);
        }
    }

    @Test
    void anImageIsReplacedOrDeleted() {
        try (FeatureIndex index = open()) {
            index.add("a", 1, new float[] {1, 0});
            index.add("b", 1, new float[] {0, 1});
            assertThat(index.search(new float[] {1, 0}, 1).get(0).id()).isEqualTo("a");
            index.add("a", 7, new float[] {-1, 0});
            assertThat(index.size()).isEqualTo(2);
            assertThat(index.search(new float[] {-1, 0}, 1)).containsExactly(new IndexHit("a", 7, 1));
            index.delete("a");
            index.delete("unknown");
            assertThat(index.size()).isEqualTo(1);
            assertThat(index.search(new float[] {-1, 0}, 2))
                    .extracting(IndexHit::id)
                    .containsExactly("b");
        }
    }

    @Test
    void anIdThatIsTooLongIsRefusedBeforeAnythingIsAdded() {
        String longest = "\u00e9".repeat(IndexWriter.MAX_TERM_LENGTH / 2);
        try (FeatureIndex index = open()) {
            index.add(longest, 1, new float[] {1, 0});

            assertThatThrownBy(() -> index.addAll(List.of(
                            new IndexEntry("a", 1, new float[] {1, 0}),
                            new IndexEntry(longest + "e", 1, new float[] {1, 0}))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("has 32767 bytes", "up to 32766", "shorter name");
            assertThat(index.size()).isEqualTo(1);
        }
    }

    @Test
    void tellsWhatItHolds() {
        assertThat(FeatureIndex.exists(folder)).isFalse();
        try (FeatureIndex index = open()) {
            index.add("a", 1, new float[] {3, 4});
            index.add("b", 1, new float[] {0, 1});
            index.commit();
            index.add("a", 1, new float[] {-2, 0});
            index.add("c", 1, new float[] {0, 0});
            index.delete("b");

            assertThat(index.vectors(List.of("a", "b", "c", "d")))
                    .hasSize(2)
                    .containsEntry("a", new float[] {-1, 0})
                    .containsEntry("c", new float[] {0, 0});
            assertThat(index.vectors(List.of("c"))).containsOnlyKeys("c");
        }
        assertThat(FeatureIndex.exists(folder)).isTrue();
        assertThat(FeatureIndex.exists(folder.resolve("none"))).isFalse();
    }

    @Test
    void deletedImagesAreNeverFound() {
        float[][] vectors = ClusteredVectors.of(500, 2, 1);
        try (FeatureIndex index = open()) {
            for (int i = 0; i < vectors.length; i++) {
                index.add(Integer.toString(i), i % ClusteredVectors.CLASSES, vectors[i]);
            }
            index.commit();
            for (int i = 0; i < vectors.length; i += 2) {
                index.delete(Integer.toString(i));
            }

            assertThat(index.search(vectors[0], 20, 100)).hasSize(20).allSatisfy(hit -> assertThat(
                            Integer.parseInt(hit.id()) % 2)
                    .isOne());
            assertThat(index.search(vectors[0], 1000)).hasSize(250);
            assertThat(index.searchExactly(vectors[0], 1000)).hasSize(250);
        }
    }

    @Test
    void whatWasAddedIsThereAfterClosing() {
        try (FeatureIndex index = open()) {
            index.add("a", 1, new float[] {1, 0});
            index.commit();
            index.add("b", 2, new float[] {0, 1});
        }
        try (FeatureIndex index = open()) {
            assertThat(index.size()).isEqualTo(2);
            index.delete("a");
        }
        try (FeatureIndex index = open()) {
            assertThat(index.search(new float[] {1, 0}, 2))
                    .extracting(IndexHit::id)
                    .containsExactly("b");
        }
    }

    @Test
    void findsNineteenOfTwentyNeighbours() {
        int count = 3000;
        int dimension = 64;
        float[][] vectors = ClusteredVectors.of(count + 200, dimension, 1);
        float[][] items = List.of(vectors).subList(0, count).toArray(float[][]::new);
        ExactSearch exact = ExactSearch.over(FeatureMatrix.of(items));
        try (FeatureIndex index = FeatureIndex.open(folder, NETWORK, dimension)) {
            index.addAll(IntStream.range(0, count)
                    .mapToObj(i -> new IndexEntry(Integer.toString(i), i % ClusteredVectors.CLASSES, items[i]))
                    .toList());
            assertThat(index.searchExactly(vectors[count], 10))
                    .extracting(hit -> Integer.valueOf(hit.id()))
                    .isEqualTo(exact.nearest(vectors[count], 10).stream()
                            .map(Neighbour::item)
                            .toList());
            double severalGraphs = recall(index, exact, vectors, count);
            index.compact();

            assertThat(severalGraphs).isGreaterThanOrEqualTo(0.95);
            assertThat(recall(index, exact, vectors, count)).isGreaterThanOrEqualTo(0.95);
            assertThat(index.size()).isEqualTo(count);
        }
    }

    private static double recall(FeatureIndex index, ExactSearch exact, float[][] vectors, int firstQuery) {
        int found = 0;
        int wanted = 0;
        for (int q = firstQuery; q < vectors.length; q++) {
            Set<String> nearest = exact.nearest(vectors[q], 10).stream()
                    .map(Neighbour::item)
                    .map(String::valueOf)
                    .collect(Collectors.toSet());
            List<IndexHit> hits = index.search(vectors[q], 10);
            wanted += nearest.size();
            found += (int)
                    hits.stream().filter(hit -> nearest.contains(hit.id())).count();
        }
        return (double) found / wanted;
    }

    @Test
    void anotherNetworkIsRefused() {
        open().close();

        assertThatThrownBy(() -> FeatureIndex.open(folder, "res-ode-2-def", 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(folder + ": the index holds features of the network res-ode-2-abc, but this is the network"
                        + " res-ode-2-def, whose features cannot be compared with them; load that network, or give another"
                        + " folder");
        assertThatThrownBy(() -> FeatureIndex.open(folder, NETWORK, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        folder + ": the index holds features of 2 values, but 3 were asked for; give the same number,"
                                + " or another folder");
        open().close();
    }

    @Test
    void anotherProgramsIndexIsRefused() throws IOException {
        try (Directory directory = FSDirectory.open(folder);
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            writer.addDocument(new Document());
        }

        assertThatThrownBy(this::open)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(folder + ": holds an index that was made by another program; give another folder");
    }

    @Test
    void badInputIsRefusedAndNothingIsAdded() {
        try (FeatureIndex index = open()) {
            assertThatThrownBy(() -> index.search(new float[] {1, 0}, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(folder + ": the index is empty; add images first");
            assertThatThrownBy(() -> index.add("a", 1, new float[] {1, 0, 0}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            folder + ": the vector of 'a' has 3 values, the index takes 2; use the network " + NETWORK);
            List<IndexEntry> oneBad = List.of(
                    new IndexEntry("a", 1, new float[] {1, 0}), new IndexEntry("b", 1, new float[] {1, Float.NaN}));
            assertThatThrownBy(() -> index.addAll(oneBad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(folder + ": the vector of 'b': row 0, value 1 of the features is NaN");
            assertThatThrownBy(() -> index.search(new float[] {1, Float.POSITIVE_INFINITY}, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(folder + ": the vector of the query: row 0, value 1");
            assertThatThrownBy(() -> index.search(new float[] {1, 0}, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("k is 0; give a positive number");
            assertThatThrownBy(() -> index.add("", 1, new float[] {1, 0}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the id is empty; give each image a name of its own");
            assertThat(index.size()).isZero();
        }
        assertThatThrownBy(() -> FeatureIndex.open(folder, " ", 2)).hasMessageStartingWith("the fingerprint is empty");
        assertThatThrownBy(() -> FeatureIndex.open(folder, NETWORK, 1025))
                .hasMessage("the dimension is 1025; the index takes 1 to 1024");
        assertThatThrownBy(() -> new HnswSettings(1, 100, 40))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("connections is 1; give a number from 2 to 512");
    }

    @Test
    void isOpenOnceAtATime() {
        try (FeatureIndex index = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            folder + ": the index is open already, here or in another process; close it there first");
            index.add("a", 1, new float[] {1, 0});
        }
        try (FeatureIndex index = open()) {
            assertThat(index.size()).isEqualTo(1);
        }
    }

    @Test
    void aCorruptIndexIsNamed() throws IOException {
        try (FeatureIndex index = open()) {
            index.add("a", 1, new float[] {1, 0});
        }
        for (Path file : files("segments_")) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }

        assertThatThrownBy(this::open)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith(folder + ": the index cannot be opened (")
                .hasMessageEndingWith("if a file is corrupt, remove the folder and add the images anew");
    }

    @Test
    void aFileInTheFoldersPlaceIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> FeatureIndex.open(file, NETWORK, 2))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith(file + ": the index cannot be opened (");
    }

    @Test
    void threadsMaySearchWhileOthersAdd() throws InterruptedException {
        float[][] vectors = ClusteredVectors.of(400, 2, 1);
        List<Throwable> failures = new ArrayList<>();
        try (FeatureIndex index = open()) {
            index.add("0", 0, vectors[0]);
            Thread adding = new Thread(() -> {
                for (int i = 1; i < vectors.length; i++) {
                    index.add(Integer.toString(i), 0, vectors[i]);
                }
            });
            adding.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
            adding.start();
            int last = 0;
            while (adding.isAlive()) {
                assertThat(index.search(vectors[0], 1)).hasSize(1);
                int size = index.size();
                assertThat(size).isGreaterThanOrEqualTo(last);
                last = size;
            }
            adding.join();
            assertThat(failures).isEmpty();
            assertThat(index.size()).isEqualTo(vectors.length);
        }
    }

    private FeatureIndex open() {
        return FeatureIndex.open(folder, NETWORK, 2);
    }

    private List<Path> files(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }
}
