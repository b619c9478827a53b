using System.CommandLine;

namespace Quickstart;

/// <summary>The command line: <c>FILE [--max-size N] [--plugins DIR]... [--json]</c>, <c>--list</c>, or <c>--config KIND:NAME</c>.</summary>
internal static class QuickstartCommand
{
    public static RootCommand Create()
    {
        var file = new Argument<string?>("FILE") { Description = "The text to cut, in UTF-8.", Arity = ArgumentArity.ZeroOrOne };
        var maxSize = new Option<int?>("--max-size") { Description = "The longest piece, in UTF-16 code units. The default is the plugin's: max_size of the section chunker:fixed, or 512." };
        var plugins = new Option<string[]>("--plugins") { Description = "A folder with plugins; may be given several times. The default is plugins/.", DefaultValueFactory = _ => [] };
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line." };
        var list = new Option<bool>("--list") { Description = "List all plugins and their states." };
        var config = new Option<string?>("--config") { Description = "Print the effective configuration of a plugin, such as chunker:fixed.", HelpName = "KIND:NAME" };
        var command = new RootCommand("Cuts a text file into pieces with the plugin chunker:fixed.") { file, maxSize, plugins, json, list, config };
        command.Validators.Add(result =>
        {
            bool[] given = [result.GetValue(list), result.GetValue(file) is not null, result.GetValue(config) is not null];
            if (given.Count(static one => one) != 1)
            {
                result.AddError("Give either a FILE to cut, or --list to see the plugins, or --config to see the configuration of one.");
            }
        });
        command.SetAction(async (result, cancellation) =>
        {
            IPrinter printer = result.GetValue(json) ? new JsonPrinter(Console.Out) : new TablePrinter(Console.Out);
            var directories = result.GetValue(plugins) ?? [];
            try
            {
                if (result.GetValue(list))
                {
                    await PluginApp.ListAsync(directories, printer, cancellation);
                }
                else if (result.GetValue(config) is { } plugin)
                {
                    PluginApp.PrintConfiguration(plugin, directories, printer);
                }
                else
                {
                    await PluginApp.ChunkAsync(result.GetValue(file)!, result.GetValue(maxSize), directories, printer, cancellation);
                }

                return 0;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                await Console.Error.WriteLineAsync(error.Message);
                return 1;
            }
        });
        return command;
    }
}
