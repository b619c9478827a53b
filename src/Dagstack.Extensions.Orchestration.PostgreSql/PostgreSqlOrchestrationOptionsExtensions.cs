using Dagstack.Extensions.Orchestration;
using Dagstack.Extensions.Orchestration.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Dagstack.Extensions.Plugins;

/// <summary>Keeps units of work in PostgreSQL, and shares them among all processes that do so.</summary>
public static class PostgreSqlOrchestrationOptionsExtensions
{
    /// <summary>Keeps units of work in PostgreSQL, and shares them among all processes that use the same schema.</summary>
    /// <param name="options">How units are kept and run.</param>
    /// <param name="connectionString">Where the database is, as Npgsql writes it.</param>
    /// <param name="configure">Says the schema, and how processes know of each other; null for the defaults.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> or <paramref name="connectionString"/> is null.</exception>
    /// <exception cref="ArgumentException">The connection string is none, or an option is out of its range.</exception>
    public static OrchestrationOptions UsePostgreSql(this OrchestrationOptions options, string connectionString, Action<PostgreSqlUnitStoreOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(options);
        var settings = Configured(configure);
        PostgreSqlChecks.CheckConnectionString(connectionString);
        return Use(options, services => new(connectionString, settings, services.GetService<ILogger<PostgreSqlUnitStore>>()));
    }

    /// <inheritdoc cref="UsePostgreSql(OrchestrationOptions, string, Action{PostgreSqlUnitStoreOptions})"/>
    public static OrchestrationOptions UsePostgreSql(this OrchestrationOptions options, string connectionString) => options.UsePostgreSql(connectionString, null);

    /// <summary>Keeps units of work in PostgreSQL by connections of the application, and shares them among all processes that use the same schema.</summary>
    /// <param name="options">How units are kept and run.</param>
    /// <param name="dataSource">Makes connections, found among the host's services: <c>services => services.GetRequiredService&lt;NpgsqlDataSource&gt;()</c>. It is not disposed.</param>
    /// <param name="configure">Says the schema, and how processes know of each other; null for the defaults.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> or <paramref name="dataSource"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static OrchestrationOptions UsePostgreSql(this OrchestrationOptions options, Func<IServiceProvider, NpgsqlDataSource> dataSource, Action<PostgreSqlUnitStoreOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(dataSource);
        var settings = Configured(configure);
        return Use(options, services => new(dataSource(services), settings, services.GetService<ILogger<PostgreSqlUnitStore>>()));
    }

    private static OrchestrationOptions Use(OrchestrationOptions options, Func<IServiceProvider, PostgreSqlUnitStore> make) =>
        options.UseStore(make).UsePlacement(static (_, store) => new LeasePlacement((PostgreSqlUnitStore)store));

    private static PostgreSqlUnitStoreOptions Configured(Action<PostgreSqlUnitStoreOptions>? configure)
    {
        var settings = new PostgreSqlUnitStoreOptions();
        configure?.Invoke(settings);
        return PostgreSqlChecks.Checked(settings);
    }
}
