using System.CommandLine;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Creation;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs.New;

/// <summary><c>dagstack new plugin KIND:NAME</c>.</summary>
internal static class NewPluginVerb
{
    private static readonly string[] s_languages = ["csharp", "fsharp", "python", "node"];

    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The plugin's kind and name, as chunker:lines." };
        var language = new Option<string>("--language", "-l") { Description = "csharp, fsharp, python or node.", HelpName = "LANGUAGE", DefaultValueFactory = static _ => "csharp" };
        language.CompletionSources.Add(s_languages);
        var contract = new Option<string?>("--contract") { Description = "The project with the contract of the kind, the folder of that, or a package as Id@version. [default: the nearest project that has it; without one it is made]", HelpName = "WHAT" };
        var output = NewVerb.Output("the plugin's name");
        var json = Options.Json();
        var command = new Command("plugin", "Makes a plugin with its manifest and tests, in a folder that builds and tests as it is.") { name, language, contract, output, json };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetRequiredValue(name), result.GetRequiredValue(language), result.GetValue(contract), result.GetValue(output), result.GetValue(json), terminal, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string name, string language, string? named, string? output, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        if (!PluginId.TryParse(name, out var id))
        {
            throw new WrongUseException($"'{name}' is no name of a plugin. Write its kind and its own name, as 'chunker:lines': both are lower case letters, digits, '_' and '-', and begin with a letter or digit.");
        }

        var index = Array.IndexOf(s_languages, language);
        if (index < 0)
        {
            throw new WrongUseException($"'{language}' is no language of plugins that are made. Write one of {string.Join(", ", s_languages)}. A plugin in any other language is a program that speaks MCP: make one in Node, and write its server.mjs in that language.");
        }

        var folder = NewVerb.Folder(output ?? id.Name);
        var contract = await ChosenContract.FindAsync(id.Kind, named, terminal, cancellationToken).ConfigureAwait(false);
        terminal.Progress($"Making {name} …");
        await NewPlugin.CreateAsync(id, (PluginLanguage)index, contract, folder, cancellationToken).ConfigureAwait(false);
        var what = $"the plugin {id} with its tests" + (contract.Contract is null ? $", and the contract of the kind {id.Kind}, which no project near here has" : string.Empty);
        IEnumerable<string> uses = contract.Project is { } project ? [project] : contract.Package is { } package ? [$"{package} {contract.Version}"] : [];
        return NewVerb.Show(terminal, isJson, what, folder, uses, $"cd {Places.Shorten(folder)}", "dotnet test");
    }
}
