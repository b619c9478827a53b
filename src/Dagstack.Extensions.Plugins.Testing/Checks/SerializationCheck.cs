using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Testing.Calls;
using Dagstack.Extensions.Plugins.Testing.Json;
using Dagstack.Extensions.Plugins.Testing.Runs;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>Every exposed hook's input and output comes back equal from JSON.</summary>
internal static class SerializationCheck
{
    private const string Remedy = "Use types that JSON has on both sides: text, numbers, true and false, DateTimeOffset, lists, dictionaries with text as keys, and records of these; or mark the hook with [Hook(Exposed = false)].";

    public static async Task RunAsync(SuiteRun run, Findings findings, CancellationToken cancellationToken)
    {
        if (await SuiteChecks.PassAsync(PluginCheck.Serialization, run, findings, cancellationToken).ConfigureAwait(false) is not { } pass)
        {
            return;
        }

        var contract = run.Subject.Contract!;
        var broken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var hook in contract.Hooks.Where(static hook => hook.IsExposed))
        {
            var found = hook.Parameters.Select(parameter => SilentTypes.Find(parameter.Type, $"the parameter '{parameter.Name}'"))
                .Append(hook.ResultType == typeof(NoResult) ? null : SilentTypes.Find(hook.ChainValueType ?? hook.ResultType, "the result"))
                .FirstOrDefault(static complaint => complaint is not null);
            if (found is not null)
            {
                broken.Add(hook.Name);
                Add(new(hook, []), found);
            }
        }

        var json = new HookJson(contract);
        foreach (var outcome in pass.Outcomes.Where(outcome => outcome.Call.Hook.IsExposed && !broken.Contains(outcome.Call.Hook.Name)))
        {
            if (ComplaintOf(json, outcome) is { } complaint && broken.Add(outcome.Call.Hook.Name))
            {
                Add(outcome.Call, complaint);
            }
        }

        void Add(HookCall call, string complaint) =>
            findings.Add(PluginCheck.Serialization, PluginInvariants.SerializationError, call, $"In the hook '{call.Hook.Name}' {complaint}.", Remedy);
    }

    private static string? ComplaintOf(HookJson json, CallOutcome outcome)
    {
        var hook = outcome.Call.Hook;
        try
        {
            var carried = json.Carry(outcome.Call.CreateInvocation());
            for (var i = 0; i < hook.Parameters.Count; i++)
            {
                var path = $"the parameter '{hook.Parameters[i].Name}'";
                if ((SilentValues.Find(outcome.Call.Arguments[i], path) ?? CarriedValue.Difference(outcome.Call.Arguments[i], carried.GetArgument(i), path)) is { } complaint)
                {
                    return complaint;
                }
            }

            // The items of a stream travel one by one.
            return outcome.Fault is not null ? null
                : hook.Shape == HookShape.Stream ? ((Array)outcome.Result!).Cast<object?>().Select(item => Complaint(item, "an item of the result")).FirstOrDefault(static complaint => complaint is not null)
                : Complaint(outcome.Result, "the result");
        }
        catch (PluginSerializationException fault)
        {
            return $"JSON does not carry the call. {fault.Message.TrimEnd('.')}";
        }

        string? Complaint(object? result, string path) => SilentValues.Find(result, path) ?? CarriedValue.Difference(result, json.CarryUntypedResult(hook, result), path);
    }
}
