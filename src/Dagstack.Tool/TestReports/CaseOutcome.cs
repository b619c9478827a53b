namespace Dagstack.Tool.TestReports;

/// <summary>What became of a test.</summary>
internal enum CaseOutcome
{
    Passed,
    Failed,

    /// <summary>The check, or a part of it, could not be made.</summary>
    Skipped,
}
