using Dagstack.Tool.Settings;

namespace Dagstack.Tool.Verbs;

/// <summary>What <c>config show</c> found.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Sources">What was read, the lowest first.</param>
/// <param name="Settings">What is in effect.</param>
/// <param name="Problems">Why files could not be read.</param>
/// <param name="PluginsChecked">Whether there were plugins whose sections could be looked at.</param>
/// <param name="Unread">Keys that nobody reads.</param>
internal sealed record ConfigReport(
    string Environment,
    IReadOnlyList<string> Sources,
    IReadOnlyList<Setting> Settings,
    IReadOnlyList<SettingProblem> Problems,
    bool PluginsChecked,
    IReadOnlyList<SettingProblem> Unread);
