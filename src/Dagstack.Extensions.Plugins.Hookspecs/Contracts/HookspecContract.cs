using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Hookspecs.Contracts;

namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>Makes hookspecs of contracts that are written in C#.</summary>
/// <remarks>See §8.1 of the plugin contract for what each type becomes, and docs/kinds.md.</remarks>
public static class HookspecContract
{
    /// <summary>Describes a contract as a hookspec does.</summary>
    /// <param name="contract">The contract.</param>
    /// <returns>The kind, with a schema for what goes into each hook and what comes out, in the shape of the public files: closed, with titles, addresses, and definitions by their names.</returns>
    /// <exception cref="PluginSerializationException">A type of a hook is none that JSON has, so that there is no schema for it.</exception>
    public static Hookspec Describe(PluginContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        var codec = PluginCodec.Of(contract);
        var payloads = new ContractPayloads(contract.Kind, contract.ApiVersion.Split('.')[0]);
        return new()
        {
            Kind = contract.Kind,
            ApiVersion = contract.ApiVersion,
            Description = DescriptionOf(contract.InterfaceType) ?? contract.Description,
            InProcessOnly = contract.IsInProcessOnly,
            SingletonPerRuntime = contract.IsSingletonPerRuntime,
            Hooks = [.. contract.Hooks.Select(hook => Describe(hook, HookMembers.Find(contract, hook), codec.For(hook), payloads))],
            Extensions = ExtensionsOf(contract.InterfaceType),
        };
    }

    /// <summary>Finds how a contract differs from a hookspec, words for people left out.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="spec">The hookspec.</param>
    /// <returns>The differences as changes from the hookspec to the contract, breaking ones first; empty if both say the same.</returns>
    /// <exception cref="PluginSerializationException">A type of a hook is none that JSON has, so that there is no schema for it.</exception>
    public static IReadOnlyList<HookspecChange> Differences(PluginContract contract, Hookspec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return [.. HookspecComparison.Compare(spec, Describe(contract)).Changes.Where(static change => change.Level > HookspecChangeLevel.Patch)];
    }

    private static HookspecHook Describe(HookDescriptor hook, MethodInfo method, HookCodec codec, ContractPayloads payloads)
    {
        var member = HookMembers.Declared(method);

        // Nothing goes into a hook without parameters, unless the contract names the schema that says so.
        var hasInput = hook.Parameters.Count > 0 || method.GetCustomAttribute<JsonSchemaAttribute>() is not null;
        return new()
        {
            Name = hook.WireName,
            Dispatch = hook.DispatchClass,
            Description = DescriptionOf(member) ?? hook.Description,
            Input = hasInput ? payloads.Input(codec, method) : null,
            Output = payloads.Output(codec, method),
            IsExposed = hook.IsExposed,
            ToolNameTemplate = hook.ToolNameTemplate,
            IsBestEffort = hook.IsBestEffort,
            Extensions = ExtensionsOf(member),
        };
    }

    private static string? DescriptionOf(MemberInfo member) => member.GetCustomAttribute<DescriptionAttribute>(inherit: false)?.Description;

    private static Dictionary<string, JsonElement> ExtensionsOf(MemberInfo member) => member.GetCustomAttributes<HookspecExtensionAttribute>(inherit: false)
        .ToDictionary(static attribute => attribute.Name, static attribute => JsonElement.Parse(attribute.Json), StringComparer.Ordinal);
}
