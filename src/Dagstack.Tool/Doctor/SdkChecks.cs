using System.Text.Json;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Doctor;

/// <summary>Looks at the SDK that builds plugins and hosts here, and at the runner of their tests.</summary>
internal static class SdkChecks
{
    private const string Check = "sdk";
    private const string Runner = "Microsoft.Testing.Platform";

    /// <summary>Looks at the SDK and at global.json.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var findings = new List<Finding> { await SdkAsync(folder, new(folder), cancellationToken).ConfigureAwait(false) };
        findings.Add(Finding.Good("runtime", $"This program runs on .NET {Environment.Version}."));
        if (ProjectFiles.PackagesOf(folder).FirstOrDefault(static package => package.Package == "xunit.v3") is { Package: not null } tests)
        {
            findings.Add(RunnerOf(folder, Places.Shorten(tests.File)));
        }

        return findings;
    }

    private static async Task<Finding> SdkAsync(string folder, DotnetProgram dotnet, CancellationToken cancellationToken)
    {
        const string Install = "Install the SDK of .NET 10 from https://dot.net, or set the version in global.json to one that is installed.";
        return await dotnet.RunAsync("--version", cancellationToken).ConfigureAwait(false) switch
        {
            null => Finding.Warning(Check, "The command dotnet is not in PATH: nothing can be built from here.", "Install the SDK of .NET 10 from https://dot.net, or add its folder to PATH."),
            (false, var output, var error) => Finding.Bad(Check, $"dotnet has no SDK for this folder: {WantedOf(folder) ?? FirstLine(error) ?? FirstLine(output) ?? "it does not say why"}; installed: {await InstalledAsync(dotnet, cancellationToken).ConfigureAwait(false)}.", Install),
            (true, var text, _) when !Version.TryParse(text.Split('-')[0], out var version) || version.Major < 10 => Finding.Bad(Check, $"The SDK is {text}, and plugins and hosts are built for .NET 10.", Install),
            (true, var text, _) => Finding.Good(Check, $"The SDK is {text}."),
        };
    }

    /// <summary>Tests with xunit v3 are programs of their own, which dotnet test of this SDK runs only where it is told to.</summary>
    private static Finding RunnerOf(string folder, string project)
    {
        const string Line = """{ "test": { "runner": "Microsoft.Testing.Platform" } }""";
        if (JsonFile.FindGlobal(folder) is not { } file)
        {
            return Finding.Warning("tests", $"{project} has tests with xunit.v3, and there is no global.json that names their runner: dotnet test does not run them.", $"Write a global.json with {Line}");
        }

        try
        {
            return JsonFile.Read(file) is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("test", out var test) && test.ValueKind == JsonValueKind.Object && test.TryGetProperty("runner", out var runner) && runner.ValueEquals(Runner)
                ? Finding.Good("tests", $"{Places.Shorten(file)} has the runner of xunit.v3.")
                : Finding.Warning("tests", $"{project} has tests with xunit.v3, and {Places.Shorten(file)} does not name their runner: dotnet test does not run them.", $"Put this into it: {Line}");
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return Finding.Bad("tests", $"{Places.Shorten(file)} cannot be read: {fault.Message}", "Correct it: dotnet reads it before everything else.");
        }
    }

    /// <summary>Says which SDK global.json asks for.</summary>
    private static string? WantedOf(string folder)
    {
        try
        {
            return JsonFile.FindGlobal(folder) is { } file && JsonFile.Read(file) is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("sdk", out var sdk) && sdk.ValueKind == JsonValueKind.Object && sdk.TryGetProperty("version", out var version)
                ? $"{Places.Shorten(file)} asks for {version}"
                : null;
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            // What dotnet says of the file is said then.
            return null;
        }
    }

    private static async Task<string> InstalledAsync(DotnetProgram dotnet, CancellationToken cancellationToken) =>
        await dotnet.RunAsync("--list-sdks", cancellationToken).ConfigureAwait(false) is (true, { Length: > 0 } list, _)
            ? string.Join(", ", list.ReplaceLineEndings("\n").Split('\n').Select(static line => line.Split(' ')[0]))
            : "none";

    private static string? FirstLine(string text) => text.Length == 0 ? null : text.ReplaceLineEndings("\n").Split('\n')[0].TrimEnd('.');
}
