namespace Dagstack.Extensions.Plugins.AspNetCore.Problems;

/// <summary>The kinds of problems, each of which has a section in docs/web.md.</summary>
internal static class ProblemTypes
{
    public const string Base = "https://dagstack.dev/problems/";

    public const string PluginUnavailable = "plugin-unavailable";
    public const string PluginTimeout = "plugin-timeout";
    public const string NoCapabilityMatch = "no-capability-match";
    public const string NoSuchPlugin = "no-such-plugin";
    public const string NoSuchAddress = "no-such-address";
    public const string NotRead = "not-read";
    public const string Busy = "busy";
    public const string ActionsOff = "actions-off";
    public const string NotAuthorized = "not-authorized";
    public const string OtherSite = "cross-site";
    public const string NotPossible = "not-possible";
    public const string ActionFailed = "action-failed";
    public const string TooManyListeners = "too-many-listeners";
    public const string Stopping = "stopping";
    public const string NoUnits = "no-units";
    public const string NoSuchUnit = "no-such-unit";
    public const string UnitRefused = "unit-refused";
    public const string BadRequest = "bad-request";
    public const string OrchestratorDown = "orchestrator-down";

    public static string Of(string name) => Base + name;
}
