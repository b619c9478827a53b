using Dagstack.Extensions.Orchestration.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dagstack.Extensions.Orchestration.Hosting;

/// <summary>The store of a host that has chosen none, and of one that has chosen a file.</summary>
internal static class DefaultStore
{
    /// <summary>The file of a host that has chosen none.</summary>
    public const string Path = "data/units.db";

    /// <summary>Makes a store over a file. A relative path is below the content root, and without one below the application's base directory.</summary>
    public static UnitStore Make(IServiceProvider services, string path, SqliteUnitStoreOptions options) => new SqliteUnitStore(
        SqliteStorePath.Resolve(path, services.GetService<IHostEnvironment>()?.ContentRootPath ?? AppContext.BaseDirectory),
        options,
        services.GetService<TimeProvider>() ?? TimeProvider.System,
        (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Dagstack.Orchestration"));
}
