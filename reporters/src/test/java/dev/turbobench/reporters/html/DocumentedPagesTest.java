package dev.turbobench.reporters.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes the pictures of {@code docs/images} anew, into {@code target/images}; who changes the page copies them. */
class DocumentedPagesTest {

    private static final Path IMAGES = Path.of("target", "images");

    @TempDir
    static Path folder;

    private static TestingBrowser browser;

    @BeforeAll
    static void start() throws IOException {
        browser = TestingBrowser.start();
        Files.createDirectories(IMAGES);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    private static void picture(String name, int width, int height) throws IOException {
        browser.script("return new Promise((done) => setTimeout(done, 300))");
        byte[] png = Base64.getDecoder().decode(browser.picture(width, height));
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(width);
        Files.write(IMAGES.resolve(name), png);
    }

    @Test
    void desktop() throws IOException {
        browser.open(TestingPages.defaultMatrix(folder), 1280, 900);
        picture("report-desktop.png", 1280, 1320);
    }

    @Test
    void insideACase() throws IOException {
        browser.open(TestingPages.defaultMatrix(folder), 1280, 900);
        int top = (int) browser.number("document.getElementById('inside').getBoundingClientRect().top + scrollY");
        browser.script("document.querySelectorAll('main > :not(#inside), header').forEach((e) => e.remove())");
        assertThat(top).isPositive();
        picture("report-case.png", 1280, 1180);
    }

    @Test
    void dark() throws IOException {
        browser.open(TestingPages.defaultMatrix(folder), 1280, 900);
        browser.media("screen", "dark");
        picture("report-dark.png", 1280, 1320);
    }

    @Test
    void phone() throws IOException {
        browser.open(TestingPages.defaultMatrix(folder), 390, 844);
        picture("report-phone.png", 390, 1500);
    }

    @Test
    void paper() throws IOException {
        browser.open(TestingPages.defaultMatrix(folder), 690, 1000);
        browser.media("print", "light");
        browser.size(690, 1000);
        picture("report-print.png", 690, 2000);
    }

    @Test
    void comparison() throws IOException {
        browser.open(TestingPages.comparison(folder), 1280, 900);
        picture("report-compare.png", 1280, 1500);
    }
}
