using System.Security.Cryptography;
using System.Text;
using System.Xml;

namespace Dagstack.Tool.TestReports;

/// <summary>A run as TRX, the test results of Visual Studio, which Azure DevOps and others read too.</summary>
internal static class TrxReport
{
    private const string Namespace = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    // Of all unit tests, and of the two lists that every file has.
    private const string UnitTest = "13cdc9d9-ddb5-4fa4-a97d-d965ccfc6d4b";
    private const string NoList = "8c84fa94-04c1-424b-9868-57a2d4851a1d";
    private const string AllLists = "19431567-8539-422a-85d7-44ee4e166bda";

    /// <summary>What the format counts of outcomes that there are not here.</summary>
    private static readonly string[] s_none = ["error", "timeout", "aborted", "inconclusive", "passedButRunAborted", "notRunnable", "disconnected", "warning", "completed", "inProgress", "pending"];

    public static byte[] Write(SuiteRecord suite) => ReportXml.Write(xml =>
    {
        var tests = suite.Cases.Select(one => new Test(one, IdOf($"{suite.Plugin}/{one.Name}"), Guid.NewGuid().ToString())).ToArray();
        xml.WriteStartElement("TestRun", Namespace);
        Attributes(xml, ("id", Guid.NewGuid().ToString()), ("name", $"dagstack test {suite.Plugin}"));
        var (started, finished) = (ReportXml.Time(suite.Started), ReportXml.Time(suite.Finished));
        Element(xml, "Times", ("creation", started), ("queuing", started), ("start", started), ("finish", finished));
        List(xml, "Results", tests, test => WriteResult(xml, test));
        List(xml, "TestDefinitions", tests, test => WriteDefinition(xml, suite, test));
        List(xml, "TestEntries", tests, test => Element(xml, "TestEntry", ("testId", test.Id), ("executionId", test.ExecutionId), ("testListId", NoList)));
        xml.WriteStartElement("TestLists");
        Element(xml, "TestList", ("name", "Results Not in a List"), ("id", NoList));
        Element(xml, "TestList", ("name", "All Loaded Results"), ("id", AllLists));
        xml.WriteEndElement();
        WriteSummary(xml, suite);
        xml.WriteEndElement();
    });

    private static void WriteResult(XmlWriter xml, Test test)
    {
        xml.WriteStartElement("UnitTestResult");
        Attributes(
            xml,
            ("executionId", test.ExecutionId),
            ("testId", test.Id),
            ("testName", test.Case.Name),
            ("computerName", Environment.MachineName),
            ("testType", UnitTest),
            ("outcome", test.Case.Outcome switch { CaseOutcome.Passed => "Passed", CaseOutcome.Failed => "Failed", _ => "NotExecuted" }),
            ("testListId", NoList),
            ("relativeResultsDirectory", test.ExecutionId));
        if (test.Case.Message is { } message)
        {
            xml.WriteStartElement("Output");
            xml.WriteStartElement("ErrorInfo");
            xml.WriteElementString("Message", ReportXml.Text(test.Case.Details ?? message));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteDefinition(XmlWriter xml, SuiteRecord suite, Test test)
    {
        xml.WriteStartElement("UnitTest");
        Attributes(xml, ("name", test.Case.Name), ("storage", suite.Manifest), ("id", test.Id));
        Element(xml, "Execution", ("id", test.ExecutionId));
        Element(xml, "TestMethod", ("codeBase", suite.Manifest), ("adapterTypeName", "executor://dagstack/test"), ("className", suite.ClassName), ("name", test.Case.Name));
        xml.WriteEndElement();
    }

    private static void WriteSummary(XmlWriter xml, SuiteRecord suite)
    {
        var (passed, failed, skipped) = (suite.Count(CaseOutcome.Passed), suite.Count(CaseOutcome.Failed), suite.Count(CaseOutcome.Skipped));
        xml.WriteStartElement("ResultSummary");
        Attributes(xml, ("outcome", failed == 0 ? "Completed" : "Failed"));
        Element(
            xml,
            "Counters",
            [("total", Text(suite.Cases.Count)), ("executed", Text(passed + failed)), ("passed", Text(passed)), ("failed", Text(failed)), ("notExecuted", Text(skipped)), .. s_none.Select(static name => (name, "0"))]);
        xml.WriteEndElement();

        static string Text(int count) => XmlConvert.ToString(count);
    }

    private static void List(XmlWriter xml, string name, Test[] tests, Action<Test> write)
    {
        xml.WriteStartElement(name);
        Array.ForEach(tests, write);
        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string name, params (string Name, string Value)[] attributes)
    {
        xml.WriteStartElement(name);
        Attributes(xml, attributes);
        xml.WriteEndElement();
    }

    private static void Attributes(XmlWriter xml, params (string Name, string Value)[] attributes)
    {
        foreach (var (name, value) in attributes)
        {
            xml.WriteAttributeString(name, ReportXml.Line(value));
        }
    }

    /// <summary>Makes an id that is the same in every run, by which readers know the history of a test.</summary>
    private static string IdOf(string name) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString();

    private sealed record Test(ReportedCase Case, string Id, string ExecutionId);
}
