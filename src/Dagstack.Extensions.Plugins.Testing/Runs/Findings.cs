using Dagstack.Extensions.Plugins.Testing.Calls;

namespace Dagstack.Extensions.Plugins.Testing.Runs;

/// <summary>Gathers what the checks of one run find.</summary>
internal sealed class Findings(Subject subject)
{
    private readonly List<PluginFailure> _failures = [];
    private readonly List<PluginSkip> _skipped = [];

    public IReadOnlyList<PluginFailure> Failures => [.. _failures.OrderBy(static failure => failure.Check)];

    public IReadOnlyList<PluginSkip> Skipped => _skipped;

    /// <summary>Adds a failure once, however often it is met.</summary>
    public void Add(PluginCheck check, string code, PluginLocation location, string message, string remedy)
    {
        var failure = new PluginFailure { Check = check, Code = code, Location = location, Message = message, Remedy = remedy };
        if (!_failures.Contains(failure))
        {
            _failures.Add(failure);
        }
    }

    /// <summary>Adds a failure of a hook.</summary>
    public void Add(PluginCheck check, string code, HookCall call, string message, string remedy) => Add(check, code, subject.LocationOf(call.Hook), message, remedy);

    public void Skip(PluginCheck check, string reason)
    {
        var skip = new PluginSkip { Check = check, Reason = reason };
        if (!_skipped.Contains(skip))
        {
            _skipped.Add(skip);
        }
    }
}
