using Dagstack.Extensions.Plugins.Testing.Il;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>Members of the framework by which a plugin would read or write what it was not given.</summary>
internal static class AmbientRules
{
    private const string Clock = "Take a Clock or TimeProvider in the constructor, add \"clock\" to the manifest's resources, and use its Now, GetTimestamp or CreateTimer.";
    private const string Rng = "Take an Rng or Random in the constructor, add \"rng\" to the manifest's resources, and use its Next, NextUuid or Choice.";
    private const string Options = "Take IOptions<T> of a type of your own in the constructor, and let the host's configuration say it; or read it in SetupAsync and keep it.";
    private const string Log = "Take an ILogger<T> in the constructor and log instead.";
    private const string Folder = "Use full paths below the resource \"tmpdir\" or PluginContext.Folder.";

    public static IlComplaint? Find(IlMethod method, MemberName member) =>
        member.Find(AmbientMembers.ByType) is { } what ? Of(what, method) : CultureRules.Find(method, member);

    private static IlComplaint? Of(AmbientUse what, IlMethod method) => what switch
    {
        AmbientUse.ReadsTime or AmbientUse.ReadsTicks => new("reads the time of the machine", Clock),
        AmbientUse.IsTime => new("is the time of the machine", Clock),
        AmbientUse.MeasuresTime => new("measures the time of the machine", Clock),
        AmbientUse.Delays => new("waits by the time of the machine", "Give it the resource \"clock\": Task.Delay(delay, clock, cancellationToken)."),
        AmbientUse.CancelsLater or AmbientUse.CancelsAfter => new("waits by the time of the machine", "Create it with a time and the resource \"clock\": new CancellationTokenSource(delay, clock)."),
        AmbientUse.RunsByTime => new("runs by the time of the machine", Clock),
        AmbientUse.RunsByPeriod => new("runs by the time of the machine", "Give it the resource \"clock\": new PeriodicTimer(period, clock)."),
        AmbientUse.Draws => new("is random in a way that no test can repeat", Rng),
        AmbientUse.ReadsEnvironment => method.Member == nameof(IPluginSetup.SetupAsync) ? null : new("reads or writes the environment of the process", Options),
        AmbientUse.DependsOnFolder => new("depends on where the process was started", Folder),
        AmbientUse.EndsProcess => new("ends the host's process", "Throw an exception."),
        AmbientUse.UsesConsole => new("belongs to the host's process", Log),
        AmbientUse.SharesState => new("is state that the whole process shares", "Keep state in the plugin's instance."),
        _ => null,
    };
}
