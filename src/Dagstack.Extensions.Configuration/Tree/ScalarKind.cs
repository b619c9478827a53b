namespace Dagstack.Extensions.Configuration;

internal enum ScalarKind
{
    Null,
    Boolean,
    Integer,
    Float,
    String,
}
