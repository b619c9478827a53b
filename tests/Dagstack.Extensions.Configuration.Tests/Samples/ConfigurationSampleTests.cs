using System.Text.RegularExpressions;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Samples;

public sealed partial class ConfigurationSampleTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "samples", "Configuration");

    [Fact]
    public async Task Run_Prints_WhatItsReadmeSays()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(s_folder, "README.md"), TestContext.Current.CancellationToken);
        var result = await Tool.RunAsync(Repository.Root, Path.Combine(s_folder, "bin", Repository.Configuration, "net10.0", "Configuration.dll"));
        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.Equal(Output().Match(readme).Groups[1].Value, result.Output.ReplaceLineEndings("\n"));
    }

    [GeneratedRegex("^```text\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Output();
}
