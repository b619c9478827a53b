using System.Globalization;
using System.Xml;

namespace Dagstack.Tool.TestReports;

/// <summary>A run as JUnit XML, in the form that GitLab, Jenkins and others read.</summary>
internal static class JUnitReport
{
    public static byte[] Write(SuiteRecord suite) => ReportXml.Write(xml =>
    {
        xml.WriteStartElement("testsuites");
        WriteCounts(xml, suite);
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", ReportXml.Line(suite.ClassName));
        WriteCounts(xml, suite);
        xml.WriteAttributeString("timestamp", suite.Started.UtcDateTime.ToString("s", CultureInfo.InvariantCulture));
        foreach (var one in suite.Cases)
        {
            Write(xml, suite, one);
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    private static void WriteCounts(XmlWriter xml, SuiteRecord suite)
    {
        foreach (var (name, count) in new[] { ("tests", suite.Cases.Count), ("failures", suite.Count(CaseOutcome.Failed)), ("errors", 0), ("skipped", suite.Count(CaseOutcome.Skipped)) })
        {
            xml.WriteAttributeString(name, XmlConvert.ToString(count));
        }

        xml.WriteAttributeString("time", (suite.Finished - suite.Started).TotalSeconds.ToString("F3", CultureInfo.InvariantCulture));
    }

    private static void Write(XmlWriter xml, SuiteRecord suite, ReportedCase one)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", ReportXml.Line(suite.ClassName));
        xml.WriteAttributeString("name", one.Name);
        if (one.File is { } file)
        {
            xml.WriteAttributeString("file", ReportXml.Line(file));
        }

        if (one is { Outcome: not CaseOutcome.Passed, Message: { } message })
        {
            xml.WriteStartElement(one.Outcome == CaseOutcome.Failed ? "failure" : "skipped");
            xml.WriteAttributeString("message", ReportXml.Line(message));
            if (one.Code is { } code)
            {
                xml.WriteAttributeString("type", code);
            }

            if (one.Details is { } details)
            {
                xml.WriteString(ReportXml.Text(details));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }
}
