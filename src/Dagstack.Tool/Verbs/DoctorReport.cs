using Dagstack.Tool.Doctor;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary>What <c>doctor</c> found.</summary>
/// <param name="Healthy">Whether nothing is bad.</param>
/// <param name="PluginsChecked">Whether there were plugins to look at.</param>
/// <param name="Loaded">Whether they were started.</param>
/// <param name="Checks">The findings.</param>
internal sealed record DoctorReport(bool Healthy, bool PluginsChecked, bool Loaded, IReadOnlyList<DoctorCheck> Checks);

/// <summary>One finding.</summary>
internal sealed record DoctorCheck(string Check, string Result, string Finding, string? Remedy)
{
    public static DoctorCheck Of(Finding finding) => new(finding.Check, Words.Of(finding.Health), finding.Text, finding.Remedy);
}
