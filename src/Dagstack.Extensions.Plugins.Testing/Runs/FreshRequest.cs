using System.Text;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Testing.Json;
using Dagstack.Extensions.Plugins.Testing.Processes;

namespace Dagstack.Extensions.Plugins.Testing.Runs;

/// <summary>Says what a fresh process is to do for a run.</summary>
internal static class FreshRequest
{
    /// <param name="run">The run.</param>
    /// <param name="cycles">How often the plugin is set up and torn down there to be measured.</param>
    /// <param name="skip">Told why it cannot be done.</param>
    /// <returns>Null if it cannot be done.</returns>
    public static RunnerRequest? TryCreate(SuiteRun run, int cycles, Action<string> skip)
    {
        var contract = run.Subject.Contract!;
        var json = new HookJson(contract, onlyExposed: false);
        List<HookDescriptor> hooks = [.. contract.Hooks];
        try
        {
            return new()
            {
                Folder = run.Subject.Folder,
                OtherPlugins = run.Settings.OtherPlugins,
                Kind = contract.Kind,
                Plugin = run.Subject.Name,
                Contracts = [.. Contracts(run, contract).SelectMany(static contract => new[] { contract.InterfaceType.Assembly, contract.GetType().Assembly }).Distinct().Select(static assembly => assembly.Location).Where(static file => file.Length > 0)],
                Configuration = run.Settings.Configuration,
                Seed = run.Settings.Seed,
                Cycles = cycles,
                Calls = [.. run.Calls.Select(call => new RunnerCall(hooks.FindIndex(hook => hook == call.Hook || hook.Name == call.Hook.Name), Encoding.UTF8.GetString(json.WriteArguments(call.CreateInvocation()))))],
            };
        }
        catch (PluginSerializationException fault)
        {
            skip($"A fresh process cannot be given the inputs: {fault.Message}");
            return null;
        }
    }

    /// <summary>Gets the contracts that the fresh process needs: of other plugins any may be.</summary>
    private static IEnumerable<PluginContract> Contracts(SuiteRun run, PluginContract own) =>
        run.Settings.OtherPlugins.Count == 0 ? [own] : PluginContracts.FindAll().Values.Prepend(own);
}
