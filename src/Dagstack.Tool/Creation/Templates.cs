using Dagstack.Tool.Contracts;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Creation;

/// <summary>The templates that came with the tool, which are those of the package Dagstack.Templates. <c>dotnet new</c> makes files of them.</summary>
internal static class Templates
{
    /// <summary>Makes the files of a template.</summary>
    /// <param name="template">Its short name.</param>
    /// <param name="language">The language, where the template is for several.</param>
    /// <param name="name">What replaces the template's own name in names and texts.</param>
    /// <param name="folder">Where the files go.</param>
    /// <param name="values">Its parameters; empty ones have their defaults.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WrongUseException">It cannot be done.</exception>
    public static async Task CreateAsync(string template, string? language, string name, string folder, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        // Templates that the user has installed are neither needed nor changed.
        var settings = Directory.CreateTempSubdirectory("dagstack-new-");
        var isNew = !Directory.Exists(folder);
        try
        {
            string[] own = ["--debug:custom-hive", Path.Combine(settings.FullName, "hive")];
            await RunAsync(["new", "install", Path.Combine(AppContext.BaseDirectory, "templates"), .. own], settings.FullName, cancellationToken).ConfigureAwait(false);
            string[] spoken = language is null ? [] : ["--language", language];
            await RunAsync(["new", template, "--name", name, "--output", folder, .. spoken, .. values.Where(static value => value.Value.Length > 0).Select(static value => $"--{value.Key}={value.Value}"), $"--packageVersion={ToolVersion.Current}", .. own], settings.FullName, cancellationToken).ConfigureAwait(false);
        }
        catch when (isNew && Directory.Exists(folder))
        {
            // Half of it would be in the way of the next try.
            Directory.Delete(folder, recursive: true);
            throw;
        }
        finally
        {
            settings.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string[] arguments, string temporary, CancellationToken cancellationToken)
    {
        var command = await DotnetCommand.RunAsync(arguments, cancellationToken, temporary).ConfigureAwait(false);
        if (command.ExitCode != 0)
        {
            throw new WrongUseException($"'dotnet {arguments[0]} {arguments[1]}' ended with {command.ExitCode}. Correct what it says; it needs the .NET SDK 10.{Environment.NewLine}{command.Errors}");
        }
    }
}
