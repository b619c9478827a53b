using Dagstack.Extensions.Plugins.Mcp.Settings;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Settings;

public sealed class ChildEnvironmentTests : IDisposable
{
    private readonly string _name = $"DAGSTACK_TEST_{Guid.NewGuid():N}";

    public ChildEnvironmentTests()
    {
        Environment.SetEnvironmentVariable(_name, "host");
        Environment.SetEnvironmentVariable("LC_" + _name, "locale");
        Environment.SetEnvironmentVariable("SSL_CERT_" + _name, "certificate");
    }

    public void Dispose()
    {
        foreach (var name in new[] { _name, "LC_" + _name, "SSL_CERT_" + _name })
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Fact]
    public void Make_Plain_HasWhatProgramsNeedAndNothingElse()
    {
        var environment = ChildEnvironment.Make([], inherit: false);

        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), environment["PATH"]);
        Assert.Equal(("locale", "certificate", "1"), (environment["LC_" + _name], environment["SSL_CERT_" + _name], environment["PYTHONDONTWRITEBYTECODE"]));
        string[] known = ["HOME", "LOGNAME", "PATH", "SHELL", "TERM", "USER", "TZ", "TMPDIR", "PYTHONDONTWRITEBYTECODE"];
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The list of Windows is longer.");
        Assert.DoesNotContain(environment.Keys, name => !known.Contains(name) && !name.StartsWith("LC_", StringComparison.Ordinal) && !name.StartsWith("SSL_CERT_", StringComparison.Ordinal) && !name.StartsWith("DOTNET_ROOT", StringComparison.Ordinal));
    }

    [Fact]
    public void Make_Inheriting_HasAllOfTheHosts() => Assert.Equal("host", ChildEnvironment.Make([], inherit: true)[_name]);

    [Fact]
    public void Make_OfTheManifest_GoesBeforeAllElse()
    {
        var environment = ChildEnvironment.Make([new("PATH", "/mine"), new("PYTHONDONTWRITEBYTECODE", ""), new(_name, "own")], inherit: true);

        Assert.Equal(("/mine", "", "own"), (environment["PATH"], environment["PYTHONDONTWRITEBYTECODE"], environment[_name]));
    }
}
