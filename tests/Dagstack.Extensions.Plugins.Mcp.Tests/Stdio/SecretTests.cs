namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>What a child gets, and what is told of it.</summary>
[Collection(nameof(Alone))]
public sealed class SecretTests
{
    private const string NeedsPython = "Needs python3.";

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Environment_OfAChild_HasOnlyWhatIsListed()
    {
        Environment.SetEnvironmentVariable("DAGSTACK_TEST_SECRET", "of-the-host");
        await using var host = await CalcHost.StartAsync(new()
        {
            Configuration = new() { ["calc:py:greeting"] = "hello" },
            Command = """["sh", "-c", "env > env.txt; exec python3 server.py"]""",
            Stdio = """env = { OWN = "${config:greeting} $$5 ${NOT_SET_ANYWHERE:-x}" }""",
        });

        var environment = File.ReadLines(Path.Combine(host.Folder, "env.txt")).Select(static line => line.Split('=', 2)).ToDictionary(static parts => parts[0], static parts => parts[1]);

        Assert.Equal("hello $5 x", environment["OWN"]);
        Assert.Equal("1", environment["PYTHONDONTWRITEBYTECODE"]);

        // The last ones are the shell's own.
        string[] allowed = ["OWN", "PYTHONDONTWRITEBYTECODE", "HOME", "LOGNAME", "PATH", "SHELL", "TERM", "USER", "TZ", "TMPDIR", "PWD", "OLDPWD", "SHLVL", "_"];
        string[] prefixes = ["LC_", "SSL_CERT_", "DOTNET_ROOT"];
        Assert.DoesNotContain(environment.Keys, name => !allowed.Contains(name) && !prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Environment_WhereTheHostSaysSo_IsInherited()
    {
        Environment.SetEnvironmentVariable("DAGSTACK_TEST_INHERITED", "yes");
        await using var host = await CalcHost.StartAsync(new() { Mcp = static options => options.InheritEnvironment = true });

        Assert.Contains("DAGSTACK_TEST_INHERITED", await host.Calc.DoAsync("env", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Secrets_OfEnvironmentAndSetup_AreInNoLogStatusOrError()
    {
        const string OfEnvironment = "s3cr3t-of-env-4711";
        const string OfSetup = "s3cr3t-of-setup-0815";
        Environment.SetEnvironmentVariable("DAGSTACK_TEST_PASSWORD", OfEnvironment);
        using var activities = new SpanTexts();
        await using var host = await CalcHost.StartAsync(new()
        {
            Configuration = new() { ["calc:py:api_key"] = OfSetup },
            Stdio = """env = { SERVICE_PASSWORD = "${DAGSTACK_TEST_PASSWORD}" }""",
        });
        Assert.Contains(OfEnvironment, await host.Calc.DoAsync("env", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(OfSetup, host.Calc.Facts().Setup, StringComparison.Ordinal);

        await host.Calc.DoAsync($"log:{OfEnvironment} and {OfSetup}", TestContext.Current.CancellationToken);
        await host.Logs.WaitForAsync("Information plugin.calc.py: *** and ***");
        var told = await Assert.ThrowsAsync<PluginCallException>(() => host.Calc.DoAsync($"fail:{OfEnvironment} and {OfSetup}", TestContext.Current.CancellationToken));
        var died = await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Calc.DoAsync("die", TestContext.Current.CancellationToken));
        await host.ReadyAsync();
        await host.StopAsync();

        Assert.NotEmpty(activities.Texts);
        Assert.All([.. host.Logs.Lines, .. activities.Texts, told.ToString(), died.ToString(), $"{host.Status} {host.Status.Reason}"], static text =>
        {
            Assert.DoesNotContain(OfEnvironment, text, StringComparison.Ordinal);
            Assert.DoesNotContain(OfSetup, text, StringComparison.Ordinal);
        });
    }
}
