using System.Net;
using System.Net.Sockets;

namespace Dagstack.Tool.Tests.Units;

/// <summary>What is said where no database is needed to say it.</summary>
public sealed class PostgresOptionTests
{
    [Theory]
    [InlineData("What --postgres or DAGSTACK_UNITS_POSTGRES says is no connection string.", "--postgres", "postgresql://ada:ada-s3cr3t@db/app")]
    [InlineData("What --postgres or DAGSTACK_UNITS_POSTGRES says is no connection string.", "--postgres", "Host=db;Password=x;ada-s3cr3t=y")]
    [InlineData("What --postgres or DAGSTACK_UNITS_POSTGRES says is no connection string.", "--postgres", "Host=db;Port=ada-s3cr3t")]
    [InlineData("What --postgres or DAGSTACK_UNITS_POSTGRES says is no connection string.", "--postgres", "Password=ada-s3cr3t")]
    [InlineData("What --schema says, 'No', is no name of a schema of units.", "--postgres", "Host=db;Password=ada-s3cr3t", "--schema", "No")]
    [InlineData("--timeout is a number of seconds, at least 1.", "--postgres", "Host=db;Password=ada-s3cr3t", "--timeout", "0")]
    [InlineData("--schema goes with --postgres", "--url", "https://example.org/plugins", "--schema", "units")]
    [InlineData("--url and --postgres say two places", "--url", "https://example.org/plugins", "--postgres", "Host=db;Password=ada-s3cr3t")]
    public async Task Options_ThatCannotBe_AreWrongUse(string expected, params string[] arguments)
    {
        var ran = await Ran.Async(["units", "list", .. arguments]);

        Assert.StartsWith(expected, ran.Error, StringComparison.Ordinal);
        Assert.Equal((2, string.Empty), (ran.Code, ran.Output));
        Assert.DoesNotContain(UnitsHost.Secret, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_ThatDoesNotRun_IsOut()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var ran = await Ran.Async("units", "list", "--postgres", $"Host=127.0.0.1;Port={port};Database=app;Username=ada;Password={UnitsHost.Secret}");

        Assert.Equal((3, string.Empty), (ran.Code, ran.Output));
        Assert.StartsWith($"PostgreSQL at 127.0.0.1:{port}, database 'app', schema 'dagstack_units', is out: ", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(UnitsHost.Secret, ran.Error, StringComparison.Ordinal);
    }
}
