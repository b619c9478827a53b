using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Testing.Calls;

namespace Dagstack.Extensions.Plugins.Testing.Inputs;

/// <summary>Makes inputs from the types of parameters: the same ones for the same seed.</summary>
internal static class InputMaker
{
    private const int CallsPerHook = 3;

    /// <summary>Makes calls of all hooks of a contract.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="seed">Where the sequence begins.</param>
    /// <param name="notMade">Why hooks have none.</param>
    public static IReadOnlyList<HookCall> MakeCalls(PluginContract contract, ulong seed, out List<string> notMade)
    {
        var calls = new List<HookCall>();
        notMade = [];
        var values = new ValueMaker(new DeterministicRng(seed));
        foreach (var hook in contract.Hooks)
        {
            try
            {
                for (var i = 0; i < CallsPerHook; i++)
                {
                    calls.Add(new(hook, [.. hook.Parameters.Select(parameter => Make(values, parameter, leaveOut: i == 0))]));
                    if (hook.Parameters.Count == 0)
                    {
                        break;
                    }
                }
            }
            catch (NotSupportedException fault)
            {
                notMade.Add($"No input could be made for the hook '{hook.Name}': {fault.Message} Give one with {nameof(PluginContractSuite.WithCall)}.");
            }
        }

        return calls;
    }

    private static object? Make(ValueMaker values, HookParameter parameter, bool leaveOut)
    {
        if (leaveOut && parameter.IsOptional)
        {
            return parameter.DefaultValue ?? (parameter.Type.IsValueType ? Activator.CreateInstance(parameter.Type) : null);
        }

        return values.Make(parameter.Type);
    }
}
