/**
 * The engine's configuration file. MergeTree's defaults can be given in no other way.
 *
 * The caches default to several GiB each, for servers that own their machine; here the engine is one of several
 * guests. Merges get two threads, as many as the smallest machine it is meant for has cores.
 *
 * @param usersFile absolute path of what `engine-users.ts` gives
 */
export function engineConfig(maxServerMemoryBytes: number, usersFile: string): string {
  return `<clickhouse>
  <users_config>${usersFile}</users_config>
  <access_control_improvements>
    <table_engines_require_grant>true</table_engines_require_grant>
  </access_control_improvements>
  <max_server_memory_usage>${maxServerMemoryBytes}</max_server_memory_usage>
  <mark_cache_size>67108864</mark_cache_size>
  <primary_index_cache_size>67108864</primary_index_cache_size>
  <index_mark_cache_size>16777216</index_mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <query_condition_cache_size>16777216</query_condition_cache_size>
  <compiled_expression_cache_size>16777216</compiled_expression_cache_size>
  <background_pool_size>2</background_pool_size>
  <background_merges_mutations_concurrency_ratio>2</background_merges_mutations_concurrency_ratio>
  <merge_tree>
    <!-- An acknowledged row is on disk, also after a loss of power. -->
    <fsync_after_insert>1</fsync_after_insert>
    <fsync_part_directory>1</fsync_part_directory>
    <!-- Seconds that merged parts outlive their merge: longer than a file system keeps written pages in memory. -->
    <old_parts_lifetime>480</old_parts_lifetime>
  </merge_tree>
</clickhouse>
`;
}
