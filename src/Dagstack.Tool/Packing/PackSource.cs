using System.Text.Json;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Contracts;
using Dagstack.Tool.Output;
using Dagstack.Tool.Plugins;

namespace Dagstack.Tool.Packing;

/// <summary>What is packed: the folder of a plugin, or what a project publishes.</summary>
/// <param name="Folder">The folder with what travels.</param>
/// <param name="Origin">What was named: the folder of a project has contracts near it.</param>
/// <param name="Note">What the build has noted of contracts; null if nothing was built here.</param>
internal sealed record PackSource(string Folder, string Origin, BuildNote? Note)
{
    /// <summary>Finds what a path means, and publishes it if it is a project.</summary>
    /// <param name="path">A project, its folder, or the folder of a plugin.</param>
    /// <param name="configuration">The configuration that a project is published in.</param>
    /// <param name="published">Where it is published to.</param>
    /// <param name="terminal">Where it is said that this takes a while.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WrongUseException">It is neither, or cannot be published.</exception>
    public static async Task<PackSource> FindAsync(string path, string configuration, string published, Terminal terminal, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && ContractProject.IsOne(path))
        {
            return await PublishAsync(path, configuration, published, terminal, cancellationToken).ConfigureAwait(false);
        }

        if (!Directory.Exists(path))
        {
            throw new WrongUseException(File.Exists(path)
                ? $"'{path}' is no project. 'dagstack pack' takes a .csproj, .fsproj or .vbproj, or the folder of a plugin."
                : $"There is no project and no folder '{path}'.");
        }

        return ContractProject.Of(path) switch
        {
            [] => new(Path.GetFullPath(path), Path.GetFullPath(path), BuildNote.Find(path)),
            [var project] => await PublishAsync(project, configuration, published, terminal, cancellationToken).ConfigureAwait(false),
            var several => throw new WrongUseException($"The folder '{path}' has {several.Count} projects. Name the one of the plugin: {string.Join(", ", several.Select(Places.Shorten))}."),
        };
    }

    private static async Task<PackSource> PublishAsync(string project, string configuration, string published, Terminal terminal, CancellationToken cancellationToken)
    {
        var framework = await FrameworkOfAsync(project, cancellationToken).ConfigureAwait(false);
        terminal.Progress($"Publishing {Places.Shorten(project)} …");
        string[] chosen = framework is null ? [] : ["--framework", framework];
        var publish = await DotnetCommand.RunAsync(["publish", Path.GetFullPath(project), "--configuration", configuration, "--output", published, "--nologo", "-v", "q", .. chosen, "-nodeReuse:false", "-p:UseSharedCompilation=false"], cancellationToken).ConfigureAwait(false);
        if (publish.ExitCode != 0)
        {
            throw new WrongUseException($"The project '{Places.Shorten(project)}' is not published: 'dotnet publish' ended with {publish.ExitCode}. Correct what it says.{Environment.NewLine}{publish.Errors}");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(project))!;
        return new(published, folder, BuildNote.Find(folder));
    }

    /// <summary>Asks what the project is, and of several frameworks chooses the one that hosts load.</summary>
    private static async Task<string?> FrameworkOfAsync(string project, CancellationToken cancellationToken)
    {
        var answer = await DotnetCommand.RunAsync(["msbuild", Path.GetFullPath(project), "-nologo", "-getProperty:DagstackPlugin", "-getProperty:TargetFrameworks"], cancellationToken).ConfigureAwait(false);
        if (answer.ExitCode != 0)
        {
            throw new WrongUseException($"The project '{Places.Shorten(project)}' cannot be read: 'dotnet msbuild' ended with {answer.ExitCode}. Correct what it says.{Environment.NewLine}{answer.Errors}");
        }

        using var json = JsonDocument.Parse(answer.Output);
        var properties = json.RootElement.GetProperty("Properties");
        if (!string.Equals(properties.GetProperty("DagstackPlugin").GetString(), "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new WrongUseException($"The project '{Places.Shorten(project)}' is no plugin: it has no <DagstackPlugin>true</DagstackPlugin>. Name the project of a plugin, or the folder that has its {PluginManifestLoader.TomlFileName}.");
        }

        return properties.GetProperty("TargetFrameworks").GetString() is { Length: > 0 } several
            ? PackageContent.Best(several.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) ?? throw new WrongUseException($"The project '{Places.Shorten(project)}' builds for {several}, and hosts load none of these. Add net10.0 to its TargetFrameworks.")
            : null;
    }
}
