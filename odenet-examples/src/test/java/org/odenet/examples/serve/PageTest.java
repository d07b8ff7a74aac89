package org.odenet.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The page in a real browser, as a person uses it. */
class PageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long POLL_NANOS = 20_000_000;

    private static TestServer test;
    private static ChromeDriver browser;

    @BeforeAll
    static void open() throws IOException {
        browser = Browser.start();
        test = TestServer.start();
    }

    @AfterAll
    static void close() {
        if (test != null) {
            test.close();
        }
        if (browser != null) {
            browser.quit();
        }
    }

    @BeforeEach
    void load() {
        browser.get(test.server().url());
        // The page begins with a test image.
        waitFor("the first answer", () -> !text("reached").equals("–"));
    }

    /** Violations of the content security policy are among these. */
    @AfterEach
    void nothingWentWrong() {
        List<LogEntry> errors = browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                // A refused request is such an entry whatever the page does with it.
                .filter(entry -> !entry.getMessage().contains("the server responded with a status of 400"))
                .toList();
        assertThat(errors).isEmpty();
    }

    private interface Condition {

        boolean holds();
    }

    private static void waitFor(String what, Condition condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(end);
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static WebElement find(String id) {
        return browser.findElement(By.id(id));
    }

    private static String text(String id) {
        return find(id).getText();
    }

    private static double reached() {
        return Double.parseDouble(text("reached"));
    }

    private static int neighbours() {
        return browser.findElements(By.cssSelector("#neighbours img")).size();
    }

    @Test
    void showsWhatTheNetworkMakesOfATestImage() {
        browser.findElements(By.cssSelector("#strip button")).get(3).click();

        waitFor(
                "the picked image",
                () -> find("answer").getAttribute("aria-busy").equals("false"));
        assertThat(text("predicted")).matches("\\d");
        assertThat(text("confidence")).endsWith("%");
        assertThat(reached()).isEqualTo(1);
        assertThat(Integer.parseInt(text("nfe"))).isPositive();
        assertThat(text("solving")).endsWith("ms");
        assertThat(neighbours()).isEqualTo(10);
        assertThat(find("trajectory").getAttribute("data-points")).isEqualTo("21");
        assertThat(find("trajectory").getAttribute("aria-label")).contains("t = 1.000");
        assertThat(browser.findElements(By.cssSelector("#legend li"))).hasSize(10);
        assertThat(text("network")).contains("ode-only").contains("60 images");
    }

    @Test
    void theImagesAreThere() {
        waitFor(
                "all images to load",
                () -> Boolean.TRUE.equals(browser.executeScript(
                        "return [...document.images].every(image => image.complete && image.naturalWidth === 28)")));
    }

    @Test
    void aSliderMovedByTheKeyboardStopsTheNetworkEarlier() {
        WebElement depth = find("depth");
        for (int i = 0; i < 40; i++) {
            depth.sendKeys(Keys.ARROW_LEFT);
        }

        waitFor("the smaller depth", () -> reached() == 0.6);
        assertThat(text("depth-value")).isEqualTo("0.60");
        assertThat(browser.findElements(By.cssSelector("#along li.ahead"))).hasSize(8);
    }

    @Test
    void aDeadlineAndABudgetOfEvaluationsStopItToo() {
        browser.findElement(By.cssSelector("input[value=evaluations]")).click();
        WebElement budget = find("evaluations");
        budget.sendKeys(Keys.HOME);

        waitFor("no depth with one evaluation", () -> reached() == 0);
        assertThat(neighbours()).isEqualTo(10);

        browser.findElement(By.cssSelector("input[value=deadline]")).click();
        find("deadline").sendKeys(Keys.END);
        waitFor("some depth in 200 ms", () -> reached() > 0);
    }

    @Test
    void aTighterToleranceCostsMore() {
        int before = Integer.parseInt(text("nfe"));

        find("tolerance").sendKeys(Keys.HOME);

        waitFor("more evaluations", () -> Integer.parseInt(text("nfe")) > before);
        assertThat(text("tolerance-value")).isEqualTo("0.00001");
    }

    @Test
    void aDrawingIsAnImageToo() {
        find("tab-draw").click();
        String before = pixels();
        WebElement sheet = find("sheet");
        new Actions(browser)
                .moveToElement(sheet, 0, -80)
                .clickAndHold()
                .moveByOffset(0, 80)
                .moveByOffset(5, 80)
                .release()
                .perform();

        waitFor("the drawing to be seen", () -> !pixels().equals(before));
        assertThat(reached()).isEqualTo(1);
        assertThat(neighbours()).isEqualTo(10);
    }

    private static String pixels() {
        return (String) browser.executeScript("return document.getElementById('input').toDataURL()");
    }

    @Test
    void anUploadIsAnImageToo(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("seven.png");
        Files.write(file, PngImages.of(test.images(), 7));
        find("tab-upload").click();
        String before = pixels();

        find("file").sendKeys(file.toString());

        waitFor("the upload to be seen", () -> !pixels().equals(before));
        assertThat(find("error").isDisplayed()).isFalse();
    }

    @Test
    void aFileThatIsNoImageIsToldOfAndTheNextImageClearsTheMessage(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("lies.png");
        Files.writeString(file, "this is no image");
        find("tab-upload").click();

        find("file").sendKeys(file.toString());

        waitFor("the error", () -> find("error").isDisplayed());
        assertThat(text("error")).contains("is not a").contains("PNG");
        find("tab-pick").click();
        browser.findElements(By.cssSelector("#strip button")).get(1).click();
        waitFor("the error to go", () -> !find("error").isDisplayed());
    }

    @Test
    void theTabsAreUsedByTheKeyboardToo() {
        find("tab-pick").sendKeys(Keys.ARROW_RIGHT);

        assertThat(find("draw").isDisplayed()).isTrue();
        assertThat(find("pick").isDisplayed()).isFalse();
        assertThat(browser.switchTo().activeElement().getAttribute("id")).isEqualTo("tab-draw");
    }

    @Test
    void everyControlHasAName() {
        Object nameless = browser.executeScript(
                """
                return [...document.querySelectorAll('input, button, canvas, img')]
                    .filter(e => !(e.labels && e.labels.length) && !e.textContent.trim() && !e.getAttribute('aria-label')
                        && !e.getAttribute('alt') && !e.querySelector('img[alt]'))
                    .map(e => e.outerHTML)""");

        assertThat((List<?>) nameless).isEmpty();
    }

    @Test
    void aNarrowWindowScrollsDownwardsAlone() {
        browser.manage().window().setSize(new Dimension(500, 844));
        try {
            Object overflow = browser.executeScript(
                    "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
            assertThat(overflow).isEqualTo(0L);
        } finally {
            browser.manage().window().setSize(new Dimension(1280, 900));
        }
    }
}
