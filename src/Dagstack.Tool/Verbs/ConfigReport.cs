using System.Text.Json.Serialization;
using Dagstack.Tool.Settings;

namespace Dagstack.Tool.Verbs;

/// <summary>What <c>config show</c> found.</summary>
/// <param name="Environment">The environment of the host; empty where a variable says so.</param>
/// <param name="Sources">What was read, the lowest first.</param>
/// <param name="Settings">What is in effect.</param>
/// <param name="Problems">Why files could not be read.</param>
/// <param name="PluginsChecked">Whether there were plugins whose sections could be looked at.</param>
/// <param name="Unread">Keys that nobody reads.</param>
/// <param name="AppConfigEnvironment">The environment of app-config.yaml, empty for none; null if it was not read, or has that of the host.</param>
internal sealed record ConfigReport(
    string Environment,
    IReadOnlyList<string> Sources,
    IReadOnlyList<Setting> Settings,
    IReadOnlyList<SettingProblem> Problems,
    bool PluginsChecked,
    IReadOnlyList<SettingProblem> Unread,
    string? AppConfigEnvironment)
{
    [JsonIgnore]
    public string EnvironmentText =>
        (Environment.Length > 0 ? Environment : "none, since the variable of it is empty")
        + (AppConfigEnvironment is not { } own ? string.Empty : own.Length > 0 ? $"; of app-config: {own}" : "; of app-config: none, since DAGSTACK_ENV is not set");
}
