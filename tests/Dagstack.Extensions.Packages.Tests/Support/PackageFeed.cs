using System.IO.Compression;

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>The packages, packed once for all tests, and what a repository that uses them needs to find them.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    public static readonly string[] Ids = ["Dagstack.Extensions.Plugins.Abstractions", "Dagstack.Extensions.Plugins", "Dagstack.Extensions.Plugins.Mcp", "Dagstack.Extensions.Plugins.Mcp.AspNetCore", "Dagstack.Extensions.Plugins.AspNetCore", "Dagstack.Extensions.Plugins.OpenTelemetry", "Dagstack.Extensions.Plugins.Scripts", "Dagstack.Extensions.Plugins.Testing", "Dagstack.Extensions.Plugins.Hookspecs", "Dagstack.Extensions.Orchestration", "Dagstack.Extensions.Orchestration.PostgreSql", "Dagstack.Extensions.Configuration", "Dagstack.Templates", "Dagstack.Tool"];

    private readonly TempFolder _folder = new();

    public string Feed => _folder.Combine("feed");

    /// <summary>Gets a nuget.config: packages of ours from the feed, the rest as the machine has it.</summary>
    public string NugetConfig => $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="{_folder.Combine("packages")}" /></config>
          <packageSources><add key="feed" value="{Feed}" /></packageSources>
          <fallbackPackageFolders><add key="machine" value="{MachinePackages}" /></fallbackPackageFolders>
        </configuration>
        """;

    private static string MachinePackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public async ValueTask InitializeAsync()
    {
        await SourceCopy.PackAsync(_folder.Combine("source"), Feed);
        WriteNativePackage();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    public ZipArchive Open(string id, string extension = "nupkg") => Open(Feed, id, extension);

    public static ZipArchive Open(string feed, string id, string extension) => ZipFile.OpenRead(Directory.GetFiles(feed, $"{id}.0.*.{extension}").Single());

    /// <summary>A library that brings a native one for two platforms.</summary>
    private void WriteNativePackage()
    {
        using var zip = ZipFile.Open(Path.Combine(Feed, "Native.Answer.1.0.0.nupkg"), ZipArchiveMode.Create);
        Write("Native.Answer.nuspec", """
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata><id>Native.Answer</id><version>1.0.0</version><authors>test</authors><description>A native library.</description></metadata>
            </package>
            """);
        Write("runtimes/linux-x64/native/libanswer.so", "native");
        Write("runtimes/win-x64/native/answer.dll", "native");

        void Write(string path, string text)
        {
            using var writer = new StreamWriter(zip.CreateEntry(path).Open());
            writer.Write(text);
        }
    }
}
