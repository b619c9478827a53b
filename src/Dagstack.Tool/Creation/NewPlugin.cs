using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Tool.Contracts;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Creation;

/// <summary>A plugin with its tests, in a folder that builds as it is.</summary>
internal static class NewPlugin
{
    /// <summary>Makes it.</summary>
    /// <param name="id">Its identity.</param>
    /// <param name="language">Its language.</param>
    /// <param name="contract">The contract of its kind.</param>
    /// <param name="folder">Where it goes, as a full path.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WrongUseException">It cannot be made.</exception>
    public static async Task CreateAsync(PluginId id, PluginLanguage language, ChosenContract contract, string folder, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>
        {
            ["runner"] = "false",
            ["kind"] = id.Kind,
            ["kindName"] = Names.OfKind(id.Kind),
            ["plugin"] = id.Name,
            ["contract"] = contract.Project is { } project ? ProjectPath.Relative(folder, project) : string.Empty,
            ["contractPackage"] = contract.Package ?? string.Empty,
            ["contractPackageVersion"] = contract.Version ?? string.Empty,
        };
        if (contract.Contract is { } known && id.Kind != BuiltInKind.Tool)
        {
            AddMembers(values, id, language, known);
        }

        await Templates.CreateAsync("dagstack-plugin", Spoken(language), Names.OfPlugin(id.Name), folder, values, cancellationToken).ConfigureAwait(false);
        Surroundings.KeepOut(folder);
        Surroundings.NameRunner(folder);
    }

    private static void AddMembers(Dictionary<string, string> values, PluginId id, PluginLanguage language, PluginContract contract)
    {
        values["interface"] = language == PluginLanguage.CSharp ? new CSharpNames(contract.InterfaceType).Of(contract.InterfaceType) : contract.InterfaceType.FullName!.Replace('+', '.');
        values["apiVersion"] = contract.ApiVersion;
        if (language is PluginLanguage.CSharp or PluginLanguage.FSharp)
        {
            values["members"] = language == PluginLanguage.CSharp ? new CSharpMembers(contract.InterfaceType).Write() : FSharpMembers.Write(contract.InterfaceType);
            values["contractNamespace"] = contract.InterfaceType.Namespace ?? string.Empty;
            return;
        }

        if (contract.Hooks.FirstOrDefault(static hook => !hook.IsExposed || hook.Shape == HookShape.Stream) is { } hidden)
        {
            throw new WrongUseException($"The kind '{id.Kind}' has the hook '{hidden.WireName}', which {(hidden.IsExposed ? "returns a stream" : "its contract does not expose")}, so that no other process can serve it. Write the plugin in C# or F#, or change the contract.");
        }

        var hooks = HooksOf(id, contract);
        values["toolLines"] = language == PluginLanguage.Python ? PythonCode.Tools(id.ToString().Replace(':', '.'), hooks) : NodeCode.Tools(id.ToString().Replace(':', '.'), hooks);
        values["members"] = language == PluginLanguage.Python ? PythonCode.Methods(hooks) : NodeCode.Methods(hooks);
    }

    private static IReadOnlyList<ServedHook> HooksOf(PluginId id, PluginContract contract)
    {
        try
        {
            return ServedHook.Of(contract);
        }
        catch (PluginSerializationException fault)
        {
            throw new WrongUseException($"A program cannot serve the kind '{id.Kind}': {fault.Message} Write the plugin in C# or F#, or change the contract.");
        }
    }

    private static string Spoken(PluginLanguage language) => language switch
    {
        PluginLanguage.CSharp => "C#",
        PluginLanguage.FSharp => "F#",
        _ => language.ToString(),
    };
}
