using System.Diagnostics;
using System.Xml.Linq;
using Dagstack.Extensions.Plugins.Tests;
using Dagstack.Tool.Output;
using Dagstack.Tool.TestReports;

namespace Dagstack.Tool.Tests;

/// <summary>What <c>test</c> writes for the readers of test results.</summary>
public sealed class ReportFileTests
{
    private static readonly XNamespace s_trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    [Fact]
    public async Task Test_OfAPluginThatKeepsTheContract_WritesBothFiles()
    {
        using var folder = Plugins.OfThePage();

        var ran = await DagstackProcess.RunAsync(folder.Path, "test", "fixed", "--contract", "Chunking.Contracts.dll", "--trx", "results/fixed.trx", "--junit", "fixed.xml");

        Assert.Equal((0, string.Empty), (ran.ExitCode, ran.Error));
        Assert.EndsWith("chunker:fixed keeps the plugin contract.\n", ran.Output, StringComparison.Ordinal);
        var trx = XDocument.Load(folder.Combine("results/fixed.trx")).Root!;
        Assert.Equal(("Completed", "11", "11", "0"), Summary(trx));
        Assert.All(trx.Descendants(s_trx + "UnitTestResult"), static result => Assert.Equal("Passed", result.Attribute("outcome")!.Value));
        var junit = XDocument.Load(folder.Combine("fixed.xml")).Root!;
        Assert.Equal(("testsuites", "11", "0"), (junit.Name.LocalName, junit.Attribute("tests")!.Value, junit.Attribute("failures")!.Value));
        Assert.Equal("dagstack.chunker:fixed/manifest", junit.Descendants("testcase").Select(static one => $"{one.Attribute("classname")!.Value}/{one.Attribute("name")!.Value}").First());
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Test_OfAPluginThatBreaksTheContract_HasWhatAndWhere()
    {
        using var folder = Plugins.OfThePage();
        var manifest = await File.ReadAllTextAsync(folder.Combine("fixed/dagstack.toml"), TestContext.Current.CancellationToken);
        folder.Write("fixed/dagstack.toml", manifest.Replace("plugin:FixedChunker", "plugin:OtherChunker", StringComparison.Ordinal));

        var ran = await DagstackProcess.RunAsync(folder.Path, "test", "fixed", "--json", "--contract", "Chunking.Contracts.dll", "--trx", "a.trx", "--junit", "a.xml");

        Assert.Equal((1, string.Empty), (ran.ExitCode, ran.Error));
        Assert.StartsWith("{", ran.Output, StringComparison.Ordinal);
        var trx = XDocument.Load(folder.Combine("a.trx")).Root!;
        Assert.Equal("Failed", trx.Element(s_trx + "ResultSummary")!.Attribute("outcome")!.Value);
        Assert.Contains(trx.Descendants(s_trx + "Message"), static message => message.Value.Contains("OtherChunker", StringComparison.Ordinal));
        var failure = XDocument.Load(folder.Combine("a.xml")).Descendants("failure").First();
        Assert.Contains("OtherChunker", failure.Attribute("message")!.Value, StringComparison.Ordinal);
        Assert.Contains("dagstack.toml", failure.Parent!.Attribute("file")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Trx_OfEveryOutcome_IsWholeInItself()
    {
        var trx = Parse(TrxReport.Write(Every("a\u001bb\nc\uFFFE\ud800<&>")));

        var results = trx.Descendants(s_trx + "UnitTestResult").ToArray();
        Assert.Equal(["Passed", "Failed", "NotExecuted"], results.Select(static result => result.Attribute("outcome")!.Value));
        Assert.Equal(("Failed", "3", "1", "1"), Summary(trx));
        Assert.Equal("1", trx.Descendants(s_trx + "Counters").Single().Attribute("notExecuted")!.Value);

        // Readers find the test of a result by its ids.
        var ids = results.Select(static result => (result.Attribute("testId")!.Value, result.Attribute("executionId")!.Value)).ToArray();
        Assert.Equal(ids, trx.Descendants(s_trx + "UnitTest").Select(static test => (test.Attribute("id")!.Value, test.Element(s_trx + "Execution")!.Attribute("id")!.Value)));
        Assert.Equal(ids, trx.Descendants(s_trx + "TestEntry").Select(static entry => (entry.Attribute("testId")!.Value, entry.Attribute("executionId")!.Value)));
        Assert.Equal(6, ids.SelectMany(static pair => new[] { pair.Item1, pair.Item2 }).Distinct().Count());
        Assert.Contains(results[0].Attribute("testListId")!.Value, trx.Descendants(s_trx + "TestList").Select(static list => list.Attribute("id")!.Value));
        Assert.Equal("a\\u001Bb\nc\\uFFFE\\uD800<&>", results[1].Value);
        Assert.Equal("2026-01-02T03:04:05Z", trx.Element(s_trx + "Times")!.Attribute("start")!.Value);

        // The history of a test is that of its id.
        Assert.Equal(ids.Select(static pair => pair.Item1), Parse(TrxReport.Write(Every("x"))).Descendants(s_trx + "UnitTest").Select(static test => test.Attribute("id")!.Value));
    }

    [Fact]
    public void JUnit_OfEveryOutcome_IsOneTestForEach()
    {
        var junit = Parse(JUnitReport.Write(Every("a\u001bb\nc\uFFFE\ud800<&>")));

        var suite = Assert.Single(junit.Elements("testsuite"));
        foreach (var counts in new[] { junit, suite })
        {
            Assert.Equal(["3", "1", "0", "1", "1.500"], new[] { "tests", "failures", "errors", "skipped", "time" }.Select(name => counts.Attribute(name)!.Value));
        }

        Assert.Equal(["manifest", "determinism", "sinks"], suite.Elements("testcase").Select(static one => one.Attribute("name")!.Value));
        var failure = Assert.Single(junit.Descendants("failure"));
        Assert.Equal(("DeterminismError", "a\\u001Bb\nc\\uFFFE\\uD800<&>"), (failure.Attribute("type")!.Value, failure.Value));
        Assert.Equal("Not all checked: why", Assert.Single(junit.Descendants("skipped")).Attribute("message")!.Value);
    }

    [Theory]
    [InlineData(2, "--trx and --junit both name 'a.xml'.", "--trx", "a.xml", "--junit", "a.xml")]
    [InlineData(2, "--trx and --junit need the name of a file", "--junit", "")]
    [InlineData(3, "The report 'fixed' cannot be written: it is a folder. Name another file by --trx.", "--trx", "fixed")]
    [InlineData(3, "The report 'locked.xml' cannot be written: it may only be read. Name another file by --junit.", "--junit", "locked.xml")]
    [InlineData(3, "The report 'Chunking.Contracts.dll/a.xml' cannot be written: ", "--junit", "Chunking.Contracts.dll/a.xml")]
    public async Task Test_ReportThatCannotBe_SaysWhy(int exitCode, string expected, params string[] options)
    {
        using var folder = Plugins.OfThePage();
        File.SetAttributes(folder.Write("locked.xml", "before"), FileAttributes.ReadOnly);

        var ran = await DagstackProcess.RunAsync(folder.Path, ["test", "fixed", "--contract", "Chunking.Contracts.dll", .. options]);

        Assert.Equal(exitCode, ran.ExitCode);
        Assert.StartsWith(expected, ran.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode == 3, ran.Output.Contains("keeps the plugin contract", StringComparison.Ordinal));
        Assert.Equal("before", await File.ReadAllTextAsync(folder.Combine("locked.xml"), TestContext.Current.CancellationToken));
        File.SetAttributes(folder.Combine("locked.xml"), FileAttributes.Normal);
    }

    [Fact]
    public async Task Test_ThatDoesNotRun_LeavesNoReportOfAnEarlierOne()
    {
        using var folder = Plugins.OfThePage();
        folder.Write("a.trx", "before");
        folder.Write("a.xml", "before");

        var ran = await DagstackProcess.RunAsync(folder.Path, "test", "nowhere", "--trx", "a.trx", "--junit", "a.xml");

        Assert.Equal(2, ran.ExitCode);
        Assert.False(File.Exists(folder.Combine("a.trx")));
        Assert.False(File.Exists(folder.Combine("a.xml")));
    }

    [Fact]
    public async Task Write_IntoAPipe_ReachesItsReader()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Pipes with a name in the file system are made by mkfifo.");
        }

        using var folder = new TempFolder();
        var pipe = folder.Combine("pipe");
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        WholeFile.Remove(pipe);
        var read = Task.Run(() => File.OpenText(pipe).ReadToEnd(), TestContext.Current.CancellationToken);
        WholeFile.Write(pipe, "all of it"u8.ToArray());

        // A file in its place would leave the reader waiting.
        Assert.Equal(0, new FileInfo(pipe).Length);
        Assert.Equal("all of it", await read);
        Assert.Equal([pipe], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Write_OntoADevice_LeavesItOne()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("/dev/null is there on Unix.");
        }

        using var folder = new TempFolder();
        var link = folder.Combine("link");
        File.CreateSymbolicLink(link, "/dev/null");

        WholeFile.Remove(link);
        WholeFile.Write(link, "x"u8.ToArray());
        WholeFile.Write("/dev/null", "x"u8.ToArray());

        Assert.Equal(0, new FileInfo("/dev/null").Length);
        Assert.Equal("/dev/null", new FileInfo(link).LinkTarget);
    }

    [Fact]
    public async Task Test_ReportToStandardOutput_ComesAfterTheResult()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("/dev/stdout is there on Unix.");
        }

        using var folder = Plugins.OfThePage();

        var ran = await DagstackProcess.RunAsync(folder.Path, "test", "fixed", "--contract", "Chunking.Contracts.dll", "--junit", "/dev/stdout");

        Assert.Equal((0, string.Empty), (ran.ExitCode, ran.Error));
        Assert.Contains("keeps the plugin contract.\n<?xml", ran.Output.Replace("\uFEFF", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static SuiteRecord Every(string details)
    {
        var started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        return new("chunker:fixed", "fixed/dagstack.toml", started, started.AddSeconds(1.5),
        [
            new("manifest", CaseOutcome.Passed),
            new("determinism", CaseOutcome.Failed, "what", details, "DeterminismError", "Chunker.cs"),
            new("sinks", CaseOutcome.Skipped, "Not all checked: why"),
        ]);
    }

    private static (string, string, string, string) Summary(XElement trx)
    {
        var summary = trx.Element(s_trx + "ResultSummary")!;
        var counters = summary.Element(s_trx + "Counters")!;
        return (summary.Attribute("outcome")!.Value, counters.Attribute("total")!.Value, counters.Attribute("passed")!.Value, counters.Attribute("failed")!.Value);
    }

    private static XElement Parse(byte[] document)
    {
        using var stream = new MemoryStream(document);
        return XDocument.Load(stream).Root!;
    }
}
