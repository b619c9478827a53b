using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Creation;

/// <summary>What lies in the folders above a new one, and is in force there.</summary>
internal static class Surroundings
{
    private const string GlobalJson = "global.json";
    private const string CentralVersions = "Directory.Packages.props";
    private const string Runner = "Microsoft.Testing.Platform";

    private static readonly JsonDocumentOptions s_lenient = new() { CommentHandling = JsonCommentHandling.Skip };
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Where one file above has the versions of all packages, which does not know those of a new folder, writes one there that has them in each project.</summary>
    public static void KeepOut(string folder)
    {
        if (Above(Path.GetDirectoryName(folder)!, CentralVersions) is not null)
        {
            File.WriteAllText(Path.Combine(folder, CentralVersions), """
                <Project>
                  <!-- In this folder projects say the versions of their packages themselves. To have them with all others, move them there, and remove this file. -->
                  <PropertyGroup>
                    <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
                  </PropertyGroup>
                </Project>

                """);
        }
    }

    /// <summary>Checks that commands of the SDK can run in a folder.</summary>
    /// <exception cref="WrongUseException">The <c>global.json</c> above it cannot be read, which the SDK says without its name.</exception>
    public static void Check(string folder)
    {
        if (Above(Path.GetDirectoryName(folder)!, GlobalJson) is { } file)
        {
            _ = Read(file);
        }
    }

    /// <summary>Writes a <c>global.json</c> that names the runner of tests, unless the one above does. It says what that says, which is not in force any more there.</summary>
    public static void NameRunner(string folder)
    {
        var above = Above(Path.GetDirectoryName(folder)!, GlobalJson) is { } file ? Read(file) : null;
        if (RunnerOf(above) != Runner)
        {
            var json = above ?? [];
            json["test"] = new JsonObject { ["runner"] = Runner };
            File.WriteAllText(Path.Combine(folder, GlobalJson), json.ToJsonString(s_indented) + Environment.NewLine);
        }
    }

    private static string? RunnerOf(JsonObject? json) => json?["test"] is JsonObject test && test["runner"] is JsonValue runner && runner.TryGetValue<string>(out var name) ? name : null;

    private static JsonObject? Read(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file), documentOptions: s_lenient) as JsonObject;
        }
        catch (JsonException fault)
        {
            throw new WrongUseException($"{file}({fault.LineNumber + 1},{fault.BytePositionInLine + 1}): error: this is no JSON as the .NET SDK reads it, and no command of the SDK runs below: {fault.Message} Correct it.");
        }
    }

    private static string? Above(string folder, string name)
    {
        for (var above = Path.GetFullPath(folder); above is not null; above = Path.GetDirectoryName(above))
        {
            if (Path.Combine(above, name) is var file && File.Exists(file))
            {
                return file;
            }
        }

        return null;
    }
}
