using System.Reflection.Metadata;
using Dagstack.Extensions.Plugins.Testing.Il;
using Dagstack.Extensions.Plugins.Testing.Runs;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>No ambient state: in the plugin's own code, and by equal results in process, in a fresh process and on a fresh scheduler.</summary>
internal static class AmbientStateCheck
{
    private const string Fields = "Keep state in fields of the instance, which each setup makes anew. What never changes may be const or static readonly.";

    public static async Task RunAsync(SuiteRun run, Findings findings, CancellationToken cancellationToken)
    {
        if (run.Subject.Image is { } image)
        {
            Scan(new(PluginCheck.AmbientState, PluginInvariants.AmbientStateViolation, run, findings), image);
        }

        if (await SuiteChecks.PassAsync(PluginCheck.AmbientState, run, findings, cancellationToken).ConfigureAwait(false) is not { } first
            || first.Outcomes.Count == 0
            || await SuiteChecks.SecondPassAsync(PluginCheck.AmbientState, run, findings, cancellationToken).ConfigureAwait(false) is not { } second
            || OutcomeComparison.Differences(first, second).Any())
        {
            // What two hosts of this process do not agree on, Determinism reports.
            return;
        }

        Compare("on a fresh scheduler, whose thread has another culture", await FreshScheduler.RunAsync(run, cancellationToken).ConfigureAwait(false));
        if (await run.FreshAsync(PluginCheck.AmbientState, findings, cancellationToken).ConfigureAwait(false) is { } other)
        {
            const string There = "in a fresh process, with another culture, time zone, environment and current directory";
            if (other.NotStarted is { } reason)
            {
                findings.Add(
                    PluginCheck.AmbientState,
                    PluginInvariants.AmbientStateViolation,
                    run.Subject.Image?.LocationOf(nameof(IPluginSetup.SetupAsync)) ?? new(),
                    $"The plugin does not start {There}: {reason.TrimEnd('.')}.",
                    "Its constructor or setup needs something that it was not given. Take it as an option or a resource.");
            }

            Compare(There, other.Outcomes);
        }

        void Compare(string where, IReadOnlyList<string> outcomes)
        {
            var differences = first.Outcomes.Zip(outcomes).Where(static pair => pair.First.Json != pair.Second).DistinctBy(static pair => pair.First.Call.Hook.Name);
            foreach (var (before, after) in differences)
            {
                findings.Add(
                    PluginCheck.AmbientState,
                    PluginInvariants.AmbientStateViolation,
                    before.Call,
                    $"The hook '{before.Call.Hook.Name}' gives another output {where}: {OutcomeComparison.Show(before.Json, after)}.",
                    "Something that the plugin was not given decides: a culture, the environment, the current directory, a hash code of text, the scheduler, or state that another call left. Take it as a parameter, an option or a resource.");
            }
        }
    }

    private static void Scan(IlScan scan, PluginImage image)
    {
        scan.FindUnjustified();
        scan.Find(AmbientRules.Find);
        foreach (var field in image.Fields)
        {
            if (field.IsThreadStatic)
            {
                scan.Add(field, $"The field '{field.Name}' is [ThreadStatic]: what a call finds in it depends on the thread.", Fields);
            }
            else if (field.FieldType.StartsWith("System.Threading.AsyncLocal`1", StringComparison.Ordinal) || field.FieldType.StartsWith("System.Threading.ThreadLocal`1", StringComparison.Ordinal))
            {
                scan.Add(field, $"The static field '{field.Name}' has a value per thread or per flow: what a call finds in it depends on who came before.", Fields);
            }
            else if (!field.IsReadOnly)
            {
                scan.Add(field, $"The static field or property '{field.Name}' can be written: all instances of the plugin share it.", Fields);
            }
        }

        var fields = image.Fields.Where(static field => field.IsReadOnly).Select(static field => $"{field.Type}.{field.Name}").ToHashSet(StringComparer.Ordinal);
        var own = image.Fields.Select(static field => field.Type).ToHashSet(StringComparer.Ordinal);
        foreach (var method in image.Methods.Where(static method => !method.IsStaticConstructor))
        {
            foreach (var (offset, field) in new StaticWrites(method).Find().Where(write => fields.Contains(write.Field)))
            {
                scan.Add(method, offset, $"The object in the static field '{field}' is changed: all instances of the plugin share it.", Fields);
            }

            foreach (var instruction in method.Instructions.Where(static instruction => instruction.Code == ILOpCode.Stsfld))
            {
                if (method.Members.TryGetValue(instruction.Offset, out var member) && !own.Contains(member.Type) && !member.Name.StartsWith("<>", StringComparison.Ordinal) && !member.Type.Contains('<', StringComparison.Ordinal))
                {
                    scan.Add(method, instruction.Offset, $"The static field {member.Display} of another assembly is written.", Fields);
                }
            }
        }
    }
}
