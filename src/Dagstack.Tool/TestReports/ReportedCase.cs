namespace Dagstack.Tool.TestReports;

/// <summary>A check of the contract suite, as the test that readers of reports know.</summary>
/// <param name="Name">Its name, as <c>--json</c> has it.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Message">In one line what is wrong, or why it was not made; null if it was kept.</param>
/// <param name="Details">The same in full, with places and what to do; null if there is no more to say.</param>
/// <param name="Code">The name of the first error; null if there is none.</param>
/// <param name="File">The file of the first error; null if none is known.</param>
internal sealed record ReportedCase(string Name, CaseOutcome Outcome, string? Message = null, string? Details = null, string? Code = null, string? File = null);
